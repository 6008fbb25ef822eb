/**
 * Letters that look like ASCII ones, each group after the letter that it looks like: those of Cyrillic, Greek,
 * Armenian, Georgian and extended Latin that a domain name can hold, and the two digits. Reviewed by hand from
 * Unicode's confusables; accents are taken off before, so none stands here.
 */
export const lookAlikes: readonly string[] =
  'aаα bь cс dԁժ eеҽє fғք gց hһհ iіı jјյ kкκ l1ӏ mм nпոη o0оοօσө pрρ qԛզ rгɾ sѕ tтτ uυսц vѵν wԝωшա xхχ yуγүყ'.split(' ')

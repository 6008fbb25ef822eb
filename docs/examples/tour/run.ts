import { readAffiliations } from './affiliations.ts'
import { claimAll, engageVendors, releaseBelow, settleOne, showPublic } from './domains.ts'
import { compareWithEmployers, explainOne, namesOf, showLargest } from './findings.ts'
import { foundAll } from './founding.ts'
import { createHost } from './host.ts'
import { count, heading, type Print } from './paper.ts'
import { checkAll, showOutbox } from './running.ts'
import { showJoined, showUnmatched, signUpAll } from './signing-up.ts'
import { staffAndLose } from './workforce.ts'

/** Takes real organizations and real people's addresses through the library, and says what became of them. */
export const tour = async (print: Print) => {
  const started = performance.now()
  const affiliations = readAffiliations()
  const host = createHost()
  print('orgcharter: a tour with real organizations and the domains of real people’s addresses')

  const founded = await foundAll(host, affiliations, print)
  const claims = await claimAll(host, founded, print)
  showPublic(claims, print)
  await settleOne(host, claims, print)
  const released = await releaseBelow(host, claims, print)
  await engageVendors(host, founded, print)

  const signUps = await signUpAll(host, affiliations, print)
  showJoined(signUps, affiliations.people.length, print)
  showUnmatched(signUps, print)

  const name = namesOf(founded)
  showLargest(signUps, name, print)
  explainOne(signUps, name, print)
  const employers = compareWithEmployers(signUps, founded, name, print)
  const staffing = await staffAndLose(host, founded, signUps, print)

  heading(print, '11. Afterwards')
  const effects = await showOutbox(host, print)
  const breaches = checkAll(host, print)
  print(`  ${count(Math.round(performance.now() - started))} ms in all.`)
  return { affiliations, founded, claims, released, signUps, employers, staffing, effects, breaches }
}

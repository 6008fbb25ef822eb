/**
 * Letters that look like ASCII ones, by what they look like: lower-case ones of Cyrillic, Greek, Armenian,
 * Georgian and extended Latin that a domain name can hold, and the two digits.
 * Reviewed by hand from Unicode's confusables; accents are taken off before, so none stands here.
 */
export const lookAlikes: { readonly [ascii: string]: string } = {
  a: 'аɑα',
  b: 'ьɓ',
  c: 'с',
  d: 'ԁɗժ',
  e: 'еҽє',
  f: 'ғքƒ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıɩ',
  j: 'јյ',
  k: 'кκқ',
  l: '1ӏǀ',
  m: 'м',
  n: 'пոռη',
  o: '0оοօσө',
  p: 'рρ',
  q: 'ԛգզ',
  r: 'гɾ',
  s: 'ѕʂ',
  t: 'тτ',
  u: 'υսцʋ',
  v: 'ѵν',
  w: 'ԝωшա',
  x: 'хχ',
  y: 'уγүყ',
  z: 'ʐ',
}

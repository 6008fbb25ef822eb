/**
 * The largest public mail providers, where anybody gets an address: enough to catch the mistake without a list.
 * `lintRules` takes a host's whole list as a predicate.
 */
export const largestProviders: ReadonlySet<string> = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com proton.me gmx.com gmx.de web.de mail.ru qq.com 163.com'.split(
    ' ',
  ),
)

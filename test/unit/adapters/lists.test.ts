import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { DISPOSABLE_PROVIDERS } from '../../../src/adapters/lists/disposable-providers.ts'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { SPECIAL_USE, TENANT_SUFFIXES } from '../../../src/adapters/lists/other-domains.ts'
import { PUBLIC_PROVIDERS, STAFF_DOMAINS } from '../../../src/adapters/lists/public-providers.ts'

const words = (text: string) => text.trim().split(/\s+/)
const above = (domain: string) => domain.split('.').map((_, index, labels) => labels.slice(index).join('.'))
const lists = createDomainLists()

describe('the data files', () => {
  const providers = words(PUBLIC_PROVIDERS)
  const disposables = words(DISPOSABLE_PROVIDERS)
  const files = { PUBLIC_PROVIDERS, STAFF_DOMAINS, DISPOSABLE_PROVIDERS, TENANT_SUFFIXES, SPECIAL_USE }

  it.each(Object.entries(files))('%s is sorted, without duplicates, in canonical form', (_name, text) => {
    const list = words(text)
    expect(list).toEqual([...new Set(list)].sort())
    expect(list.filter(entry => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(entry))).toEqual([])
  })

  it('have no entry below another one, and none twice', () => {
    const all = new Set([...providers, ...disposables])
    expect(all.size).toBe(providers.length + disposables.length)
    expect(
      [...all].filter(entry =>
        above(entry)
          .slice(1)
          .some(parent => all.has(parent)),
      ),
    ).toEqual([])
  })

  it('list no public suffix as a provider: all below it would be refused', () => {
    expect([...providers, ...disposables].filter(lists.isPublicSuffix)).toEqual([])
  })

  it('except staff only below a provider', () => {
    expect(words(STAFF_DOMAINS).filter(staff => !above(staff).some(parent => providers.includes(parent)))).toEqual([])
  })
})

describe('isPublicProvider', () => {
  it.each(
    words(`gmail.com googlemail.com outlook.com hotmail.fr live.com yahoo.co.jp icloud.com me.com mac.com proton.me pm.me
    protonmail.com tuta.com tutamail.com hey.com fastmail.fm mozmail.com duck.com passmail.net simplelogin.com
    users.noreply.github.com privaterelay.appleid.com 163.com 126.com qq.com foxmail.com sina.com sohu.com yeah.net yandex.ru
    ya.ru mail.ru bk.ru gmx.net web.de t-online.de orange.fr free.fr laposte.net libero.it comcast.net verizon.net att.net
    mailinator.com yopmail.com guerrillamail.com`),
  )('is true of %s and below (EML-4)', domain => {
    expect(lists.isPublicProvider(domain)).toBe(true)
    expect(lists.isPublicProvider(`us.${domain}`)).toBe(true)
  })

  it.each(
    words(`google.com microsoft.com apple.com yahoo-inc.com comcast.com att.com verizon.com orange.com telekom.de tencent.com
    alibaba.com netease.com navercorp.com github.com facebook.com example.com acme.com corp.mail.ru a.corp.mail.ru
    firma.seznam.cz notgmail.com gmail.com.acme.com com`),
  )('is false of %s, a company’s own', domain => {
    expect(lists.isPublicProvider(domain)).toBe(false)
  })
})

describe('isDisposable', () => {
  it('is true of throw-away addresses alone, and below', () => {
    expect(['mailinator.com', 'eu.mailinator.com', 'gmail.com', 'acme.com'].map(lists.isDisposable)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('isSpecialUse', () => {
  it.each(
    words('acme.test a.acme.example vendor.example x.invalid app.localhost printer.local x.onion corp.internal x.alt'),
  )('is true of %s', domain => {
    expect(lists.isSpecialUse(domain)).toBe(true)
  })

  it.each(words('acme.com example.com test.com mytest test.acme.com local.acme.com'))('is false of %s', domain => {
    expect(lists.isSpecialUse(domain)).toBe(false)
  })
})

describe('isPublicSuffix and registrable', () => {
  it.each([
    ['co.uk', null],
    ['github.io', null],
    ['acme.github.io', 'acme.github.io'],
    ['s3.amazonaws.com', null],
    ['onmicrosoft.com', null],
    ['acme.onmicrosoft.com', 'acme.onmicrosoft.com'],
    ['eu.acme.onmicrosoft.com', 'acme.onmicrosoft.com'],
    ['mail.onmicrosoft.com', null],
    ['acme.mail.onmicrosoft.com', 'acme.mail.onmicrosoft.com'],
    ['a.b.acme.co.uk', 'acme.co.uk'],
    ['ACME.CO.UK', 'acme.co.uk'],
  ])('%s: %s', (domain, registrable) => {
    expect(lists.registrable(domain)).toBe(registrable)
    expect(lists.isPublicSuffix(domain)).toBe(registrable === null)
  })

  it.each([
    '',
    '.',
    '.com',
    '.acme.com',
    'acme.com.',
    'a..acme.com',
    ' acme.com',
    'x@acme.com',
    'http://acme.com/',
    '127.0.0.1',
    '[::1]',
    'acme.com\n',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(130)}com`,
  ])('makes nothing of %j', input => {
    expect(lists.registrable(input)).toBe(null)
    expect(lists.isPublicSuffix(input)).toBe(true)
  })
})

describe('createDomainLists', () => {
  it('adds what the host says, each with what is below it', () => {
    const more = createDomainLists({
      publicProviders: ['mail.vendor.com', 'corp.mail.ru'],
      publicSuffixes: ['tenants.vendor.com'],
      specialUse: ['corp'],
      disposable: domain => domain === 'burner.acme.com',
    })
    expect(['mail.vendor.com', 'a.mail.vendor.com', 'corp.mail.ru', 'vendor.com'].map(more.isPublicProvider)).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(more.registrable('a.b.tenants.vendor.com')).toBe('b.tenants.vendor.com')
    expect(['tenants.vendor.com', 'vendor.com'].map(more.isPublicSuffix)).toEqual([true, false])
    expect(more.isSpecialUse('acme.corp')).toBe(true)
    expect(more.isDisposable('x.burner.acme.com')).toBe(true)
    expect(more.isPublicProvider('x.burner.acme.com')).toBe(true)
    expect(more.isPublicProvider('gmail.com')).toBe(true)
  })

  it('does not let a wider suffix of the host undo a narrower one of the Public Suffix List', () => {
    const more = createDomainLists({ publicSuffixes: ['uk', 'acme.co.uk'] })
    expect(more.registrable('acme.uk')).toBe('acme.uk')
    expect(more.registrable('shop.other.co.uk')).toBe('other.co.uk')
    expect(more.registrable('a.shop.acme.co.uk')).toBe('shop.acme.co.uk')
    expect(more.isPublicSuffix('acme.co.uk')).toBe(true)
  })

  it.each(['Acme.com', '.acme.com', 'acme.com.', '', 'bücher.com', '*.acme.com', 'x@acme.com', 7, null])(
    'throws TypeError for the entry %j, which would never match',
    entry => {
      const wrong = [entry as string]
      expect(() => createDomainLists({ publicProviders: wrong })).toThrow(TypeError)
      expect(() => createDomainLists({ publicSuffixes: wrong })).toThrow(TypeError)
      expect(() => createDomainLists({ specialUse: wrong })).toThrow(TypeError)
    },
  )

  test.prop([fc.anything()])('never throws, and knows nothing registrable in what is no text (INV-26)', input => {
    const text = input as string
    expect(typeof lists.isPublicProvider(text)).toBe('boolean')
    expect(typeof lists.isDisposable(text)).toBe('boolean')
    expect(typeof lists.isSpecialUse(text)).toBe('boolean')
    if (typeof input !== 'string') expect(lists.registrable(text)).toBe(null)
  })

  test.prop([fc.domain(), fc.stringMatching(/^[a-z]{1,9}$/)])('answers the same below as above', (domain, label) => {
    const registrable = lists.registrable(domain)
    if (registrable === null) return
    expect(lists.registrable(registrable)).toBe(registrable)
    expect(lists.registrable(`${label}.${domain}`)).not.toBe(null)
    if (lists.isDisposable(domain)) expect(lists.isPublicProvider(domain)).toBe(true)
  })
})

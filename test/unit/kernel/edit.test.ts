import { describe, expect, it } from 'vitest'
import { edit } from '../../../src/core/kernel/index.ts'

type Person = {
  readonly name: string
  readonly nick?: string
  readonly address: { readonly city: string; readonly tags: readonly string[] }
  readonly phones: readonly { readonly number: string }[]
}

const person: Person = {
  name: 'Ada',
  nick: 'Countess',
  address: { city: 'London', tags: ['a', 'b'] },
  phones: [{ number: '1' }, { number: '2' }],
}

describe('edit', () => {
  it('changes a copy, in which what the recipe leaves alone is the same object', () => {
    const moved = edit(person, draft => {
      draft.address.city = 'Paris'
    })
    expect(moved).toEqual({ ...person, address: { city: 'Paris', tags: ['a', 'b'] } })
    expect(person.address.city).toBe('London')
    expect(moved.phones).toBe(person.phones)
    expect(moved.address.tags).toBe(person.address.tags)
  })

  it('gives the very record where the recipe changes nothing', () => {
    expect(edit(person, () => {})).toBe(person)
    const same = edit(person, draft => {
      draft.name = 'Ada'
      draft.address.city = 'London'
    })
    expect(same).toBe(person)
  })

  it('takes fields away and adds items', () => {
    const edited = edit(person, draft => {
      delete (draft as { nick?: string }).nick
      draft.phones.push({ number: '3' })
    })
    expect(Object.keys(edited)).toEqual(['name', 'address', 'phones'])
    expect(edited.phones).toHaveLength(3)
    expect(person).toHaveProperty('nick', 'Countess')
    expect(person.phones).toHaveLength(2)
  })

  it('freezes neither what it was given nor what it gives', () => {
    const changed = edit(person, draft => {
      draft.name = 'Grace'
    })
    for (const value of [person, person.address, person.phones, edit(person, () => {}), changed, changed.address])
      expect(Object.isFrozen(value)).toBe(false)
  })

  it('reads a frozen record, as stores give them, and leaves it as it was', () => {
    const frozen: Pick<Person, 'name'> & { readonly address: { readonly city: string } } = Object.freeze({
      name: 'Ada',
      address: Object.freeze({ city: 'London' }),
    })
    expect(
      edit(frozen, draft => {
        draft.address.city = 'Paris'
      }),
    ).toEqual({ name: 'Ada', address: { city: 'Paris' } })
    expect(frozen.address.city).toBe('London')
  })

  it('throws what the recipe throws, and has changed nothing', () => {
    const broken = () =>
      edit(person, draft => {
        draft.name = 'Grace'
        throw new RangeError('no')
      })
    expect(broken).toThrow(RangeError)
    expect(person.name).toBe('Ada')
  })

  it('refuses to open what is no JSON: a Map within a record', () => {
    const record = { names: new Map([['a', 1]]) }
    expect(() =>
      edit(record, draft => {
        ;(draft.names as unknown as Map<string, number>).set('b', 2)
      }),
    ).toThrow()
    expect(record.names.size).toBe(1)
  })
})

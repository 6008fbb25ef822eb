import { afterEach, describe, expect, it, vi } from 'vitest'

describe('docs/examples/workforce.ts', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('says who of the vendor may annotate, and why', async () => {
    const lines: string[] = []
    vi.spyOn(console, 'log').mockImplementation(line => lines.push(line))
    await import('../../docs/examples/workforce.ts')
    const yes = 'yes. The role annotator, which the group Night shift is granted, has the permission project.annotate.'
    expect(lines).toEqual([
      'Seated in the night shift:',
      `  vera: ${yes}`,
      `  walt: ${yes}`,
      'Walt is suspended by the vendor:',
      `  vera: ${yes}`,
      '  walt: no. The user came with a vendor, by which they have nothing now: vendor_member_out.',
      'Walt is back there:',
      `  vera: ${yes}`,
      `  walt: ${yes}`,
      'Walt has left the night shift:',
      `  vera: ${yes}`,
      '  walt: no. The membership has ended.',
      'Acme and the vendor have parted:',
      '  vera: no. The user came with a vendor, by which they have nothing now: engagement_ended.',
      '  walt: no. The membership has ended.',
      'Swept: 1 of 1, 0 left.',
    ])
  })
})

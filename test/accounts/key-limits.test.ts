import t from 'tap'
import fc from '../kit/fast-check.ts'
import { returnUses, spendUses, usesLeft } from '../../commands/accounts/spend-uses.ts'
import { noteUse } from '../../commands/accounts/note-use.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Quota } from '../../domain/accounts/key-limits.ts'
import { newId } from '../../platform/ids/ids.ts'
import { ofStream, startHub } from './hub.ts'

const hub = await startHub()
t.teardown(hub.stop)

const logOf = (prefix: string) =>
  hub.eventStore.readAll({ maxCount: 10_000, filter: { on: 'stream', prefixes: [prefix] } })

/** How often a process gets through, when it tries so many times at once. */
const spendMany = async (process: Services, meterId: string, quota: Quota, times: number) => {
  const tries = Array.from({ length: times }, () => spendUses(process, meterId, quota, 1))
  return (await Promise.all(tries)).filter((failure) => failure === undefined).length
}

t.test('processes together use up what there is, and never more', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 120 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
      async (uses, rounds) => {
        const [meterId, quota] = [newId(), { uses }]
        const processes = [hub.process(), hub.process(), hub.process()]
        let spent = 0
        for (const times of [...rounds, uses + 1])
          for (const got of await Promise.all(
            processes.map((process) => spendMany(process, meterId, quota, times)),
          ))
            spent += got
        return spent === uses
      },
    ),
    { numRuns: 15 },
  )
  t.pass('held')
})

t.test('a quota outlasts who counts it; what was in hand of the killed is lost', async (t) => {
  const [meterId, quota] = [newId(), { uses: 100 }]
  const killed = hub.process()
  t.equal(await spendMany(killed, meterId, quota, 7), 7)
  const next = hub.process()
  const rest = await spendMany(next, meterId, quota, 200)
  t.ok(rest <= 93 && rest >= 88, `${rest} of 93 were left to the next`)
})

t.test('who ends in good order gives back what it did not use', async (t) => {
  const [meterId, quota] = [newId(), { uses: 100 }]
  const leaving = hub.process()
  t.equal(await spendMany(leaving, meterId, quota, 7), 7)
  t.match(await usesLeft(leaving, meterId, quota), { left: 93 })
  await returnUses(leaving)
  const next = hub.process()
  t.match(await usesLeft(next, meterId, quota), { left: 93 })
  t.equal(await spendMany(next, meterId, quota, 200), 93)
})

t.test('an event for a block, not for a use', async (t) => {
  const [meterId, quota] = [newId(), { uses: 10_000 }]
  t.equal(await spendMany(hub.process(), meterId, quota, 2_000), 2_000)
  const events = ofStream(await logOf('keyUsage-'), `keyUsage-${meterId}-all`)
  t.ok(events.length < 10, `${events.length} events for 2000 uses`)
})

t.test('a refill replaces what was left', async (t) => {
  const meterId = newId()
  const quota = { uses: 5, refill: { every: 'DAY' } } as const
  const process = hub.process()
  t.equal(await spendMany(process, meterId, quota, 2), 2)
  hub.clock.advance(86_400_000)
  t.equal(await spendMany(process, meterId, quota, 9), 5, 'as many as at first, and not more')
})

t.test('a raised quota counts from now on, a lowered one, too', async (t) => {
  const [meterId, process] = [newId(), hub.process()]
  t.equal(await spendMany(process, meterId, { uses: 3 }, 9), 3)
  t.equal(await spendMany(process, meterId, { uses: 5 }, 9), 2)
  t.equal(await spendMany(process, meterId, { uses: 4 }, 9), 0)
})

t.test('several uses at once are counted all or not at all', async (t) => {
  const [meterId, process, quota] = [newId(), hub.process(), { uses: 10 }]
  t.match(await spendUses(process, meterId, quota, 11), { code: 'USAGE_EXCEEDED' })
  t.equal(await spendUses(process, meterId, quota, 9), undefined)
  t.match(await spendUses(process, meterId, quota, 2), { code: 'USAGE_EXCEEDED' })
  t.equal(await spendUses(process, meterId, quota, 1), undefined)
})

t.test('a day of use is noted once, by all processes together', async (t) => {
  const keyId = newId()
  const processes = [hub.process(), hub.process()]
  for (const process of [...processes, ...processes]) await noteUse(process, keyId)
  hub.clock.advance(86_400_000)
  for (const process of processes) await noteUse(process, keyId)
  t.strictSame(ofStream(await logOf('keyActivity-'), `keyActivity-${keyId}`), [
    'KeyUsed',
    'KeyUsed',
  ])
})

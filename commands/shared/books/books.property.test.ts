import { deepStrictEqual } from 'node:assert'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { derivedId, newId } from '../../../platform/ids/ids.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { endlessPurse, purse, type Purse, type PurseCommand } from '../../../test/kit/purse.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { startTestEventStore } from '../../../test/servers/event-store.ts'
import { change, type ChangeResult } from '../change.ts'
import { load } from '../load.ts'

t.setTimeout(180_000)

const { eventStore, stop } = await startTestEventStore()
t.teardown(stop)

/** A wish, made under a command id that others may share, in a process, some days after the one before. */
const amount = fc.integer({ min: 1, max: 40 })
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const command: fc.Arbitrary<PurseCommand> = fc.oneof(
  fc.record({ type: fc.constant('Fill' as const), amount }),
  fc.record({ type: fc.constant('Reserve' as const), name, amount }),
  fc.record({ type: fc.constant('Spend' as const), name }),
  fc.record({ type: fc.constant('Return' as const), name, amount }),
)
const step = fc.record({
  command,
  key: fc.nat({ max: 25 }),
  process: fc.nat({ max: 2 }),
  days: fc.constantFrom(0, 0, 1, 20, 45),
  forgets: fc.boolean(),
  /** Before which append its process is killed; it is repeated elsewhere. */
  killed: fc.constantFrom(0, 0, 0, 1, 2, 3),
})

const answerOf = (result: ChangeResult<Purse>): unknown => {
  if (!('stream' in result)) return isRejection(result) ? result.rejected : result.code
  // Where it stands in the log differs, and the state is that of the command's own book when it was executed long ago.
  return { replayed: result.replayed, events: result.events }
}

const holds = (log: () => EventStore, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const store = log()
      const id = newId()
      const clock = manualClock('2026-01-15T12:00:00.000Z')
      let appendsLeft = Number.POSITIVE_INFINITY
      const mortal: EventStore = {
        ...store,
        append: async (...args) => {
          appendsLeft -= 1
          if (appendsLeft <= 0) throw new Error('killed')
          return store.append(...args)
        },
      }
      const processes = [0, 1, 2].map(() => servicesOn(mortal, clock))
      const model = servicesOn(store, clock)
      for (const { command: wish, key, process, days, forgets, killed } of steps) {
        clock.advance(days * 24 * 60 * 60 * 1_000)
        const services = processes[process] ?? model
        if (forgets) services.foldCache.clear()
        const context = contextOf(derivedId(id, key.toString()))
        const hash = JSON.stringify(wish)
        const attempt = () => change(services, context, hash, purse, id, wish)
        appendsLeft = killed === 0 ? Number.POSITIVE_INFINITY : killed
        const first = await attempt().catch(() => undefined)
        appendsLeft = Number.POSITIVE_INFINITY
        const answer = answerOf(first ?? (await attempt()))
        const expected = await change(model, context, hash, endlessPurse, id, wish)
        deepStrictEqual(answer, answerOf(expected))
        const { state } = await load(store, services.foldCache, purse, id)
        const { state: whole } = await load(store, model.foldCache, endlessPurse, id)
        deepStrictEqual([state.left, state.reserved], [whole.left, whole.reserved])
      }
    }),
    { numRuns },
  )

t.test(
  'with books and without, every command has the same answer and every balance is the same',
  async () => {
    await holds(() => memoryLog().eventStore, 150)
  },
)

t.test('in a real log too', async () => {
  await holds(() => eventStore, 8)
})

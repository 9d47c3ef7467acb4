import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import type { SubscriptionMessage } from '../../platform/event-store/types.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { inBatches, type Batch } from './batches.ts'

const recorder = createRecorder()
const messageAt = (index: number): SubscriptionMessage => ({
  kind: 'event',
  event: recorder.append(`stream-${index % 3}`, { type: 'Anything', data: index }),
})
const log = Array.from({ length: 200 }, (_, index) => messageAt(index))

/** Gives its messages as fast as they are taken, some at a time: after each of these places with a breath. */
async function* from(messages: readonly SubscriptionMessage[], breathAt: ReadonlySet<number>) {
  let some: SubscriptionMessage[] = []
  for (const [index, message] of messages.entries()) {
    some.push(message)
    if (!breathAt.has(index)) continue
    yield some
    some = []
    await new Promise((resolve) => setImmediate(resolve))
  }
  yield some
}

const all = async (batches: AsyncIterable<Batch>): Promise<readonly Batch[]> => {
  const found: Batch[] = []
  for await (const batch of batches) found.push(batch)
  return found
}

t.test('every event once, in order, in batches of at most so many', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 50 }),
      fc.uniqueArray(fc.nat(199)),
      async (maxEvents, breaths) => {
        const { batches } = inBatches(from(log, new Set(breaths)), { maxEvents, lingerMs: 0 })
        const found = await all(batches)
        const events = found.flatMap((batch) => batch.events)
        if (found.some((batch) => batch.events.length > maxEvents)) return false
        return events.every((event, index) => {
          const message = log[index]
          return message?.kind === 'event' && message.event === event
        })
      },
    ),
  )
  t.pass('for all of them')
})

t.test('checkpoints and the live end are told with the batch they came in', async (t) => {
  const [first, second] = [messageAt(0), messageAt(1)]
  const messages: SubscriptionMessage[] = [
    first,
    second,
    { kind: 'checkpoint', position: 10n ** 9n },
    { kind: 'caught-up' },
  ]
  const { batches } = inBatches(from(messages, new Set()), { maxEvents: 10, lingerMs: 0 })
  const found = await all(batches)
  t.equal(found.flatMap(({ events }) => events).length, 2)
  t.match(found.at(-1), { upTo: 10n ** 9n, caughtUp: true })
})

t.test('a reader that is slow stops the subscription, one that leaves ends it', async (t) => {
  let given = 0
  let ended = false
  async function* endless(): AsyncGenerator<readonly SubscriptionMessage[]> {
    try {
      for (;;) {
        yield [messageAt((given += 1))]
      }
    } finally {
      ended = true
    }
  }
  const { batches, waiting } = inBatches(endless(), { maxEvents: 5, lingerMs: 0 })
  const reader = batches[Symbol.asyncIterator]()
  await reader.next()
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  t.ok(given <= 11, 'one batch is read, one gathers, and no more')
  t.equal(waiting(), 5)
  await reader.return?.()
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  t.equal(ended, true)
})

t.test('what comes right behind a batch that took long waits for company as long', async (t) => {
  const came = new EventTarget()
  const one = (): Promise<void> =>
    new Promise((resolve) => came.addEventListener('next', () => resolve(), { once: true }))
  async function* inTurn(): AsyncGenerator<readonly SubscriptionMessage[]> {
    yield [messageAt(0)]
    await one()
    yield [messageAt(1)]
    await new Promise((resolve) => setImmediate(resolve))
    yield [messageAt(2)]
    await one()
  }
  const limits = { maxEvents: 10, lingerMs: 0, lingerAtMostMs: 10_000 }
  const reader = inBatches(inTurn(), limits).batches[Symbol.asyncIterator]()
  const { value: first } = await reader.next()
  t.equal(first?.events.length, 1, 'the first waits for nothing')
  // As a commit would.
  await new Promise((resolve) => setTimeout(resolve, 30))
  const second = reader.next()
  came.dispatchEvent(new Event('next'))
  const { value } = await second
  t.equal(value?.events.length, 2, 'both are written together')
  came.dispatchEvent(new Event('next'))
  await reader.return?.()
})

t.test('what the subscription throws is thrown, after what came before it', async (t) => {
  const fault = new Error('refused')
  async function* failing(): AsyncGenerator<readonly SubscriptionMessage[]> {
    yield [messageAt(0)]
    throw fault
  }
  const { batches } = inBatches(failing(), { maxEvents: 5, lingerMs: 0 })
  const reader = batches[Symbol.asyncIterator]()
  t.match(await reader.next(), { value: { events: [{ data: 0 }] } })
  await t.rejects(reader.next(), fault)
})

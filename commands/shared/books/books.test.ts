import t from 'tap'
import { streamOf } from '../../../domain/shared/decider.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { manualClock, type Clock } from '../../../platform/clock/clock.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { purse, type Purse, type PurseCommand } from '../../../test/kit/purse.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { startTestEventStore } from '../../../test/servers/event-store.ts'
import { change, type ChangeResult } from '../change.ts'
import type { CommandContext } from '../context.ts'
import { load } from '../load.ts'
import type { Services } from '../services.ts'
import { readBooks } from './read.ts'

const { eventStore, stop } = await startTestEventStore()
t.teardown(stop)

const day = 24 * 60 * 60 * 1_000
const november = '2026-11-21T12:00:00.000Z'
const december = '2026-12-02T12:00:00.000Z'

const newPurse = () => {
  const id = newId()
  const run = (services: Services, command: PurseCommand, context = contextOf(newId())) =>
    change(services, context, JSON.stringify(command), purse, id, command)
  const stream = streamOf(purse, id)
  return {
    id,
    run,
    stateOn: async (services: Services) =>
      (await load(services.eventStore, services.foldCache, purse, id)).state,
    book: async (number: number) =>
      (await eventStore.read(number === 0 ? stream : `${stream}.${number}`)).map(
        ({ type }) => type,
      ),
  }
}

const at = (clock: string | Clock, store: EventStore = eventStore): Services =>
  servicesOn(store, typeof clock === 'string' ? manualClock(clock) : clock)

const done = (result: ChangeResult<Purse>) => {
  if (!('stream' in result)) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result
}
const codeOf = (result: ChangeResult<Purse>): string | undefined => {
  if ('stream' in result) return undefined
  return isRejection(result) ? result.rejected : result.code
}

/** Fails for good before the n-th append from now, as a process does that is killed. */
const killedBefore = (nth: number): EventStore => {
  let appends = 0
  return {
    ...eventStore,
    append: async (...args) => {
      appends += 1
      if (appends >= nth) throw new Error('killed')
      return eventStore.append(...args)
    },
  }
}

t.test('the first change of a month closes the book of the last, and no other', async (t) => {
  const { run, book, stateOn } = newPurse()
  const clock = manualClock(november)
  const services = at(clock)
  const first = done(await run(services, { type: 'Fill', amount: 100 }))
  done(await run(services, { type: 'Reserve', name: 'a', amount: 30 }))
  clock.advance(11 * day)
  t.equal(
    codeOf(await run(services, { type: 'Reserve', name: 'b', amount: 71 })),
    'INSUFFICIENT_FUNDS',
  )
  t.strictSame(
    await book(0),
    ['PurseFilled', 'PurseReserved'],
    'what changes nothing turns no page',
  )
  const next = done(await run(services, { type: 'Fill', amount: 5 }))
  t.strictSame(await book(0), ['PurseFilled', 'PurseReserved', 'PurseClosed'])
  t.strictSame(await book(1), ['PurseOpened', 'PurseFilled'])
  t.match(await stateOn(at(clock)), { left: 75, reserved: 30, book: { number: 1, before: 1 } })
  t.equal(next.stream, first.stream, 'books are not seen from outside')
  t.equal(next.revision, 2n, 'and revisions go on')
})

t.test('an entry of an earlier book goes on in today’s', async (t) => {
  const { run, book } = newPurse()
  const clock = manualClock(november)
  const services = at(clock)
  done(await run(services, { type: 'Fill', amount: 100 }))
  done(await run(services, { type: 'Reserve', name: 'a', amount: 30 }))
  done(await run(services, { type: 'Spend', name: 'a' }))
  clock.advance(40 * day)
  t.equal(done(await run(services, { type: 'Return', name: 'a', amount: 10 })).state.left, 80)
  t.strictSame(await book(1), ['PurseOpened', 'PurseEntryBroughtForward', 'PurseReturned'])
  clock.advance(40 * day)
  t.equal(done(await run(at(clock), { type: 'Return', name: 'a', amount: 15 })).state.left, 95)
  t.equal(
    codeOf(await run(at(clock), { type: 'Return', name: 'a', amount: 6 })),
    'REFUND_ABOVE_CAPTURE',
  )
  clock.advance(40 * day)
  t.equal(codeOf(await run(at(clock), { type: 'Reserve', name: 'a', amount: 1 })), 'ALREADY_EXISTS')
  t.equal(done(await run(at(clock), { type: 'Return', name: 'a', amount: 5 })).state.left, 100)
  t.strictSame(done(await run(at(clock), { type: 'Spend', name: 'a' })).events, [], 'true already')
})

t.test('a command is answered as it was, however many books ago', async (t) => {
  const { run } = newPurse()
  const clock = manualClock(november)
  const context = contextOf(newId())
  const fill = { type: 'Fill', amount: 100 } as const
  done(await run(at(clock), { type: 'Fill', amount: 1 }))
  const first = done(await run(at(clock), fill, context))
  for (const amount of [1, 2, 3]) {
    clock.advance(40 * day)
    done(await run(at(clock), { type: 'Fill', amount }))
    const again = done(await run(at(clock), fill, context))
    t.strictSame(
      { ...again, events: undefined, state: undefined },
      { ...first, replayed: true, events: undefined, state: undefined },
    )
    const other = await run(at(clock), { ...fill, amount: 7 }, context)
    t.equal(codeOf(other), 'IDEMPOTENCY_KEY_REUSED')
  }
  const inBookTwo = contextOf(newId())
  const late = done(await run(at(clock), fill, inBookTwo))
  clock.advance(40 * day)
  done(await run(at(clock), { type: 'Fill', amount: 1 }))
  t.match(done(await run(at(clock), fill, inBookTwo)), { replayed: true, revision: late.revision })
})

t.test(
  'a kill between the closing of a book and the opening of the next is harmless',
  async (t) => {
    const { run, book, stateOn } = newPurse()
    done(await run(at(november), { type: 'Fill', amount: 100 }))
    const context = contextOf(newId())
    const reserve = { type: 'Reserve', name: 'a', amount: 30 } as const
    await t.rejects(run(at(december, killedBefore(2)), reserve, context), /killed/)
    t.strictSame([await book(0), await book(1)], [['PurseFilled', 'PurseClosed'], []])
    t.match(await stateOn(at(december)), { left: 100 }, 'readers see what there is')
    const trial = contextOf(newId(), { validateOnly: true })
    t.equal(done(await run(at(december), reserve, trial)).state.left, 70)
    t.strictSame(await book(1), [], 'and write nothing')
    await t.rejects(run(at(december, killedBefore(2)), reserve, context), /killed/)
    t.strictSame(await book(1), ['PurseOpened'])
    t.equal(done(await run(at(december), reserve, context)).state.left, 70)
    t.strictSame(await book(1), ['PurseOpened', 'PurseReserved'])
  },
)

t.test('processes at the turn of the month agree, with whatever they remember', async (t) => {
  const { run, book, stateOn } = newPurse()
  const clock = manualClock(november)
  const processes = [at(clock), at(clock), at(november), at(clock)]
  done(await run(at(clock), { type: 'Fill', amount: 100 }))
  for (const services of processes) await stateOn(services)
  clock.advance(11 * day)
  const commands = processes.flatMap((services, index) =>
    [1, 2].map((n) => ({ services, name: `${index} ${n}`, context: contextOf(newId()) })),
  )
  const attempt = ({ services, name, context }: (typeof commands)[number]) =>
    run(services, { type: 'Reserve', name, amount: 20 }, context)
  let open = commands
  while (open.length > 0) {
    const answers = await Promise.all(open.map(attempt))
    open = open.filter((_, index) => {
      const answer = answers[index]
      return answer !== undefined && codeOf(answer) === 'CONCURRENT_CHANGE'
    })
  }
  t.match(await stateOn(at(clock)), { left: 0, reserved: 100, book: { number: 1 } })
  const all = [...(await book(0)), ...(await book(1))]
  t.equal(all.filter((type) => type === 'PurseReserved').length, 5)
  t.equal(all.filter((type) => type === 'PurseClosed').length, 1)
  t.strictSame(await book(2), [])
})

t.test('a process that slept through the turn finds the new book', async (t) => {
  const { run, book } = newPurse()
  const asleep = at(december)
  done(await run(at(november), { type: 'Fill', amount: 100 }))
  done(await run(at(november), { type: 'Reserve', name: 'a', amount: 10 }))
  await run(asleep, { type: 'Spend', name: 'nothing' })
  for (const month of ['2026-12', '2027-01', '2027-02'])
    done(await run(at(`${month}-05T00:00:00.000Z`), { type: 'Fill', amount: 1 }))
  t.equal(done(await run(asleep, { type: 'Fill', amount: 2 })).state.left, 95)
  t.strictSame(await book(3), ['PurseOpened', 'PurseFilled', 'PurseFilled'])
  t.strictSame(await book(4), [], 'a clock that is behind turns no page')
})

t.test('a book that is full is closed within its month', async (t) => {
  const { run, book, stateOn, id } = newPurse()
  const services = at(november)
  for (let n = 0; n < 40; n += 1) done(await run(services, { type: 'Fill', amount: 1 }))
  const lengths = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6, 7].map(async (n) => (await book(n)).length),
  )
  t.ok(Math.max(...lengths) <= 9)
  t.match(await stateOn(at(november)), { left: 40, book: { number: 5 } })
  const { events, end } = await readBooks(eventStore, purse, id)
  t.equal(events.filter(({ type }) => type === 'PurseFilled').length, 40)
  done(await run(services, { type: 'Fill', amount: 1 }))
  done(await run(services, { type: 'Fill', amount: 1 }))
  const since = await readBooks(eventStore, purse, id, end)
  t.equal(since.events.filter(({ type }) => type === 'PurseFilled').length, 2)
  t.strictSame((await readBooks(eventStore, purse, id, since.end)).events, [])
})

t.test('who reads while a page is turned leaves nothing out', async (t) => {
  const { run, id } = newPurse()
  done(await run(at(november), { type: 'Fill', amount: 1 }))
  let reads = 0
  const whileOthersWrite: EventStore = {
    ...eventStore,
    read: async (...args) => {
      const read = await eventStore.read(...args)
      reads += 1
      if (reads === 1) {
        done(await run(at(november), { type: 'Fill', amount: 2 }))
        done(await run(at(december), { type: 'Fill', amount: 4 }))
      }
      return read
    },
  }
  const first = await readBooks(whileOthersWrite, purse, id)
  const rest = await readBooks(eventStore, purse, id, first.end)
  const seen = [...first.events, ...rest.events].filter(({ type }) => type === 'PurseFilled')
  t.equal(seen.length, 3)
})

t.test('what is too much for one event stays in its book until there is less', async (t) => {
  const id = newId()
  let padding = 'x'.repeat(1_000_000)
  const { open } = purse.books
  const stuffed = {
    ...purse,
    books: {
      ...purse.books,
      open: (...args: Parameters<typeof open>) => {
        const event = open(...args)
        return event.type === 'PurseOpened'
          ? { type: event.type, data: { ...event.data, padding } }
          : event
      },
    },
  }
  const fill = (services: Services) =>
    change(services, contextOf(newId()), 'x', stuffed, id, { type: 'Fill', amount: 1 })
  done(await fill(at(november)))
  t.equal(done(await fill(at(december))).state.book.number, 0)
  padding = ''
  t.match(done(await fill(at(december))).state, { left: 3, book: { number: 1 } })
})

t.test('a book is not an aggregate', async (t) => {
  const { run, id, book } = newPurse()
  done(await run(at(november), { type: 'Fill', amount: 1 }))
  done(await run(at(december), { type: 'Fill', amount: 1 }))
  const fill = { type: 'Fill', amount: 1 } as const
  await t.rejects(
    change(at(december), contextOf(newId()), 'x', purse, `${id}.1`, fill),
    /is a book, not an aggregate/,
  )
  t.strictSame(await book(1), ['PurseOpened', 'PurseFilled'])
})

t.test('If-Match counts across books, and a turned page is no change', async (t) => {
  const { run } = newPurse()
  const { revision } = done(await run(at(november), { type: 'Fill', amount: 1 }))
  const onlyIf = (expectedRevision: bigint): CommandContext =>
    contextOf(newId(), { expectedRevision })
  const fill = { type: 'Fill', amount: 1 } as const
  await t.rejects(run(at(december, killedBefore(2)), fill, onlyIf(revision)), /killed/)
  const trial = contextOf(newId(), { expectedRevision: revision, validateOnly: true })
  t.equal(done(await run(at(december), fill, trial)).revision, revision, 'closed, not yet opened')
  const next = done(await run(at(december), fill, onlyIf(revision)))
  t.equal(next.revision, revision + 1n)
  t.equal(codeOf(await run(at(december), fill, onlyIf(revision))), 'PRECONDITION_FAILED')
  t.equal(done(await run(at(december), fill, onlyIf(next.revision))).revision, revision + 2n)
})

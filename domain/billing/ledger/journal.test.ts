import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import type { JournalEvent } from './journal-events.ts'
import { journal, type JournalCommand } from './journal.ts'
import { credit, debit, imbalanceOf, type Posting } from './postings.ts'

const now = '2026-06-01T00:00:00.000Z'
const { given, after } = decider(journal, { now })
const entryId = idNamed('entry')
const asset = 'USD/2'
const reason = 'The bank keeps a share.'
const fees = (amount: bigint): readonly Posting[] => [
  ...debit('psp_fees', amount),
  ...credit('psp_clearing', amount),
]
const record = (legs: readonly Posting[], more: object = {}): JournalCommand => ({
  type: 'RecordEntry',
  ...{ entryId, asset, legs, reason },
  ...more,
})
const prepare = (legs: readonly Posting[], expiresAt = '2026-06-02T00:00:00.000Z') =>
  ({ type: 'PrepareEntry', entryId, asset, legs, reason, expiresAt }) as const
const post = (legs?: readonly Posting[]): JournalCommand => ({
  type: 'PostEntry',
  ...{ entryId, reason },
  ...(legs === undefined ? {} : { legs }),
})
const reverse: JournalCommand = { type: 'ReverseEntry', entryId, reason }
const voided: JournalCommand = { type: 'VoidEntry', entryId, reason }
const expire: JournalCommand = { type: 'ExpireEntry', entryId }

t.test('an entry of several legs is one transaction', async () => {
  const legs = [...debit('psp_fees', 3n), ...debit('bad_debt', 4n), ...credit('psp_clearing', 7n)]
  given().when(record(legs)).then(['JournalEntryRecorded'])
})

t.test('what is no entry is refused', async () => {
  given()
    .when(record(fees(5n).slice(1)))
    .then('ENTRY_UNBALANCED')
  given().when(record([])).then('ENTRY_UNBALANCED')
  given()
    .when(record([...debit('psp_fees', 5n), ...credit('psp_clearing', 4n)]))
    .then('ENTRY_UNBALANCED')
  const nothing = { account: 'psp_fees', side: 'DEBIT', amount: '0' } as const
  given()
    .when(record([...fees(5n), nothing]))
    .then('AMOUNT_OUT_OF_RANGE')
  given()
    .when(record(fees(5n), { bookedAt: '2026-06-01T00:00:00.001Z' }))
    .then('ENTRY_TIME_OUT_OF_RANGE')
  given()
    .when(record(fees(5n), { bookedAt: '2020-06-01T00:00:00.000Z' }))
    .then('ENTRY_TIME_OUT_OF_RANGE')
  given()
    .when(prepare(fees(5n), now))
    .then('ENTRY_TIME_OUT_OF_RANGE')
  given()
    .when(prepare(fees(5n), '2027-06-01T00:00:00.000Z'))
    .then('ENTRY_TIME_OUT_OF_RANGE')
  after(record(fees(5n)))
    .when(record(fees(5n)))
    .then('ALREADY_EXISTS')
})

t.test('what streams keep is not adjusted by hand', async () => {
  for (const account of ['customer_credit:a-USD', 'payee_balance:a', 'usage_revenue', 'petty_cash'])
    given()
      .when(record([...debit('adjustment_expense', 5n), ...credit(account, 5n)]))
      .then('ACCOUNT_NOT_ADJUSTABLE')
})

t.test('what was entered is reversed, once', async () => {
  after(record(fees(5n)))
    .when(reverse)
    .then(['JournalEntryReversed'])
  after(record(fees(5n)), reverse)
    .when(reverse)
    .then('ENTRY_ALREADY_REVERSED')
  after(prepare(fees(5n)), post(fees(3n)))
    .when(reverse)
    .then(['JournalEntryReversed'])
  after(prepare(fees(5n)))
    .when(reverse)
    .then('ILLEGAL_ENTRY_TRANSITION')
  given().when(reverse).then('NOT_FOUND')
})

t.test('a pending entry is posted at most as it was prepared', async () => {
  after(prepare(fees(5n)))
    .when(post())
    .then(['JournalEntryPosted'])
  after(prepare(fees(5n)))
    .when(post(fees(5n)))
    .then(['JournalEntryPosted'])
  after(prepare(fees(5n)))
    .when(post(fees(6n)))
    .then('POST_ABOVE_PENDING')
  after(prepare(fees(5n)))
    .when(post([...fees(3n), ...fees(3n)]))
    .then('POST_ABOVE_PENDING')
  const other = [...debit('bad_debt', 1n), ...credit('psp_clearing', 1n)]
  after(prepare(fees(5n)))
    .when(post(other))
    .then('POST_ABOVE_PENDING')
  after(prepare(fees(5n)), post())
    .when(post())
    .then('ILLEGAL_ENTRY_TRANSITION')
})

t.test('voided or expired, it is over', async () => {
  after(prepare(fees(5n)))
    .when(voided)
    .then(['JournalEntryVoided'])
  after(prepare(fees(5n)), voided)
    .when(voided)
    .then([])
  after(prepare(fees(5n)), voided)
    .when(post())
    .then('ILLEGAL_ENTRY_TRANSITION')
  after(prepare(fees(5n)))
    .when(expire)
    .then(['JournalEntryExpired'])
  after(prepare(fees(5n)), post())
    .when(expire)
    .then([])
  after(prepare(fees(5n)), expire)
    .when(voided)
    .then('ILLEGAL_ENTRY_TRANSITION')
  after(record(fees(5n)))
    .when(voided)
    .then('ILLEGAL_ENTRY_TRANSITION')
})

t.test('its time counts, not when the timer came', async () =>
  after(prepare(fees(5n)))
    .at('2026-06-02T00:00:00.000Z')
    .when(post())
    .then('ILLEGAL_ENTRY_TRANSITION'),
)

const movedBy = (events: readonly JournalEvent[]): readonly Posting[] =>
  events.flatMap(({ data }) => ('postings' in data ? data.postings : []))

t.test('whatever is asked, it balances, and what is reversed is gone', async (t) => {
  const amount = fc.bigInt({ min: 1n, max: 20n })
  const command = fc.oneof(
    amount.map((sum) => record(fees(sum))),
    amount.map((sum) => prepare(fees(sum))),
    fc.option(amount, { nil: undefined }).map((sum) => post(sum === undefined ? sum : fees(sum))),
    fc.constantFrom(reverse, voided, expire),
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 8 }), (commands) => {
      let state = journal.initial
      const events: JournalEvent[] = []
      for (const [index, each] of commands.entries()) {
        const decided = journal.decide(each, state, {
          actor: { kind: 'operator', id: 'o' },
          now,
          commandId: idNamed(index.toString()),
          id: (name) => idNamed(`${index} ${name}`),
          eventId: (at) => idNamed(`${index} ${at}`),
        })
        if ('rejected' in decided) continue
        state = decided.reduce(journal.evolve, state)
        events.push(...decided)
      }
      const legs = movedBy(events)
      const of = (account: string) => imbalanceOf(legs.filter((leg) => leg.account === account))
      if (imbalanceOf(legs) !== 0n) return false
      const net = of('psp_fees')
      return state.status === 'POSTED' ? net > 0n : net === 0n
    }),
  )
  t.pass('for all of them')
})

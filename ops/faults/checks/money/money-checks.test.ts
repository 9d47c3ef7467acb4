import t from 'tap'
import type { RecordedEvent } from '../../../../platform/event-store/types.ts'
import { moneyLog } from '../../../../test/kit/money-log.ts'
import { moneyChecks } from './all.ts'

const { events: log } = moneyLog()

type Log = readonly RecordedEvent[]
type Data = Readonly<Record<string, unknown>>
type Plant = (log: Log) => Log

const indexOf = (type: string): number => {
  const index = log.findIndex((event) => event.type === type)
  if (index < 0) throw new Error(`there is no ${type} to plant a fault in`)
  return index
}

/** The first event of the type, otherwise. */
const other =
  (type: string, change: (event: RecordedEvent) => Partial<RecordedEvent>): Plant =>
  (events) =>
    events.map((event, index) => (index === indexOf(type) ? { ...event, ...change(event) } : event))

const withData = (type: string, change: (data: Data) => Data): Plant =>
  other(type, ({ data }) => ({ data: { ...(data as Data), ...change(data as Data) } }))

const lost =
  (type: string): Plant =>
  (events) =>
    events.toSpliced(indexOf(type), 1)

/** The first event of the type once more at the end of its stream, with ids of its own but for what it is about. */
const again =
  (type: string, revision = (before: bigint): bigint => before + 1n): Plant =>
  (events) => {
    const event = events[indexOf(type)]
    if (event === undefined) return events
    const last = events.findLast(({ stream }) => stream === event.stream)?.revision ?? 0n
    const position = (events.at(-1)?.position ?? 0n) + 1n
    const before = event.data as Data
    const data =
      'transactionId' in before ? { ...before, transactionId: crypto.randomUUID() } : before
    return [
      ...events,
      { ...event, id: crypto.randomUUID(), data, position, revision: revision(last) },
    ]
  }

const plus = (amount: unknown, more: bigint): string => (BigInt(String(amount)) + more).toString()

type Leg = { readonly account: string; readonly side: string; readonly amount: string }
const legs = (data: Data): readonly Leg[] => data['postings'] as readonly Leg[]
const inLegs = (type: string, change: (legs: readonly Leg[]) => readonly Leg[]): Plant =>
  withData(type, (data) => ({ postings: change(legs(data)) }))

const after =
  (...plants: readonly Plant[]): Plant =>
  (events) =>
    plants.reduce((planted, plant) => plant(planted), events)

const planted: readonly (readonly [keyof typeof moneyChecks, string, Plant])[] = [
  [
    'transactions',
    'a leg is too much',
    inLegs('FundsHeld', ([leg, ...rest]) =>
      leg === undefined ? rest : [{ ...leg, amount: plus(leg.amount, 1n) }, ...rest],
    ),
  ],
  [
    'transactions',
    'an account that the chart does not have',
    inLegs('WalletCredited', (all) => all.map((leg) => ({ ...leg, account: 'petty_cash' }))),
  ],
  [
    'transactions',
    'a journal moves a wallet',
    inLegs('JournalEntryRecorded', (all) =>
      all.map((leg) => ({ ...leg, account: 'customer_credit:a-USD' })),
    ),
  ],
  [
    'transactions',
    'a leg of nothing',
    inLegs('FundsHeld', (all) => all.map((leg) => ({ ...leg, amount: '0' }))),
  ],
  [
    'balances',
    'the legs say more than the event',
    inLegs('WalletCredited', (all) => all.map((leg) => ({ ...leg, amount: plus(leg.amount, 1n) }))),
  ],
  [
    'balances',
    'a payout took another amount off the books than off the balance',
    inLegs('PayoutRequested', (all) =>
      all.map((leg) => ({ ...leg, amount: plus(leg.amount, 1n) })),
    ),
  ],
  ['holdsOnce', 'a hold is captured twice', again('HoldCaptured')],
  ['holdsOnce', 'a hold is released after it was captured', after(again('HoldReleased'))],
  ['holdsOnce', 'a hold is gone', lost('FundsHeld')],
  [
    'holdsOnce',
    'more is captured than was held',
    withData('HoldCaptured', ({ amount }) => ({ amount: plus(amount, 1n) })),
  ],
  [
    'limitsKept',
    'a refund above the capture',
    withData('ChargeRefunded', () => ({ amount: '69' })),
  ],
  [
    'limitsKept',
    'a refund above the charge',
    withData('WalletChargeRefunded', () => ({ amount: '100' })),
  ],
  [
    'limitsKept',
    'more goes back to a card than came from it',
    withData('WithdrawalStarted', () => ({ amount: '5001' })),
  ],
  [
    'limitsKept',
    'a card pays more than was captured of its hold',
    withData('CardCaptureSettled', () => ({ amount: '62' })),
  ],
  [
    'bills',
    'a bill is more than its lines',
    withData('BillFinalised', (data) => {
      const totals = data['totals'] as Data
      return { totals: { ...totals, total: plus(totals['total'], 1n) } }
    }),
  ],
  ['bills', 'a bill is finalised twice', again('BillFinalised')],
  ['bills', 'a final bill is drafted again', again('BillDrafted')],
  [
    'bills',
    'a period is billed twice',
    withData('BillDrafted', (data) => {
      const recurring = { subscriptionId: crypto.randomUUID(), item: 'seat', periodIndex: 0 }
      return { lines: (data['lines'] as readonly Data[]).map((line) => ({ ...line, recurring })) }
    }),
  ],
  ['bills', 'a number is missing', lost('DocumentNumbered')],
  [
    'splits',
    'a minor unit is lost between the shares of a capture',
    withData('HoldCaptured', ({ providerShare }) => ({ providerShare: plus(providerShare, -1n) })),
  ],
  [
    'splits',
    'a minor unit is made between the shares of a charge',
    withData('WalletCharged', ({ sellerShare }) => ({ sellerShare: plus(sellerShare, 1n) })),
  ],
  [
    'bounds',
    'an entry is booked ahead',
    withData('JournalEntryRecorded', () => ({ bookedAt: '3000-01-01T00:00:00.000Z' })),
  ],
  [
    'bounds',
    'a transaction says another time than it was recorded at',
    withData('WalletCredited', () => ({ at: '2024-01-01T00:00:00.000Z' })),
  ],
  [
    'commands',
    'a command stands under two inputs',
    after(
      again('WalletCredited'),
      other('WalletCredited', ({ metadata }) => ({ metadata: { ...metadata, inputHash: 'x' } })),
    ),
  ],
  ['commands', 'an event stands in the log twice', (events) => [...events, ...events.slice(-1)]],
  [
    'commands',
    'a transaction is booked twice',
    (events) => {
      const event = events[indexOf('FundsHeld')]
      return event === undefined ? events : [...events, { ...event, id: crypto.randomUUID() }]
    },
  ],
  [
    'paymentsKnown',
    'a refund is asked for while the outcome is unknown',
    (events) => {
      const index = indexOf('PaymentRefundRequested')
      const { paymentId, organisation, at } = events[index]?.data as Data
      const data = { paymentId, organisation, at, operation: 'CAPTURE', reason: 'no reply' }
      const [event] = events
      return event === undefined
        ? events
        : events.toSpliced(index, 0, { ...event, type: 'PaymentUnknown', data })
    },
  ],
  ['paymentsKnown', 'a wallet is credited with what was never captured', lost('PaymentSucceeded')],
  [
    'paymentsKnown',
    'more is refunded than was captured',
    withData('PaymentRefundRequested', () => ({ amount: { amount: '5001', asset: 'USD/2' } })),
  ],
  ['once', 'a payment is credited twice', again('CreditedFromPayment')],
  ['once', 'a withdrawal is settled twice', again('WithdrawalSettled')],
  ['once', 'a payout is made twice', again('PayoutRequested')],
  ['settled', 'earnings are settled twice', again('EarningsSettled')],
  [
    'settled',
    'earnings are settled short',
    withData('EarningsSettled', ({ ofApps }) => ({ ofApps: plus(ofApps, -1n) })),
  ],
  ['settled', 'what was settled was never earned', lost('WalletCharged')],
  [
    'once',
    'a notice of the provider is stored twice',
    (events) =>
      events.map((event, index) =>
        index === events.length - 1
          ? { ...event, stream: 'providerNotice-evt_1', revision: 1n }
          : event,
      ),
  ],
  [
    'reversals',
    'a reversal of other legs',
    inLegs('JournalEntryReversed', (all) => all.map((leg) => ({ ...leg, amount: '28' }))),
  ],
  ['reversals', 'an entry is reversed twice', again('JournalEntryReversed')],
  ['reversals', 'a fact is gone', lost('WithdrawalSettled')],
]

t.test('all is well with a log that the deciders wrote', async (t) => {
  for (const [name, check] of Object.entries(moneyChecks)) t.same(check({ log }), [], name)
})

t.test('what would be wrong would be found', async (t) => {
  for (const [check, name, plant] of planted) {
    const found = moneyChecks[check]({ log: plant(log) })
    t.not(found.length, 0, `${check}: ${name}`)
  }
  const tried = new Set(planted.map(([check]) => check))
  t.same([...tried].sort(), Object.keys(moneyChecks).sort(), 'each check has a fault to find')
})

import t from 'tap'
import type { EventLogRow } from '../../projections/log/tables.ts'
import { causesOf, receiptSums } from './receipt.ts'

const leg = (event_type: string, account: string, side: 'DEBIT' | 'CREDIT', amount: string) => ({
  event_type,
  account,
  side,
  amount,
  position: 1n,
})
const held = [
  leg('FundsHeld', 'customer_credit:o-USD', 'DEBIT', '120'),
  leg('FundsHeld', 'customer_held:o-USD', 'CREDIT', '120'),
]
const captured = [
  leg('HoldCaptured', 'customer_held:o-USD', 'DEBIT', '120'),
  leg('HoldCaptured', 'provider_payable:p', 'CREDIT', '80'),
  leg('HoldCaptured', 'seller_payable:s', 'CREDIT', '11'),
  leg('HoldCaptured', 'commission_revenue', 'CREDIT', '10'),
  leg('HoldCaptured', 'customer_credit:o-USD', 'CREDIT', '19'),
]

t.test('what was held is what was captured and what was released', async (t) => {
  t.match(receiptSums([...held, ...captured]), {
    held: 120n,
    captured: 101n,
    released: 19n,
    refunded: 0n,
    shares: [
      { kind: 'PROVIDER', earned: 80n, givenBack: 0n },
      { kind: 'SELLER', earned: 11n },
      { kind: 'HUB', earned: 10n },
    ],
  })
  const released = [
    leg('HoldReleased', 'customer_held:o-USD', 'DEBIT', '120'),
    leg('HoldReleased', 'customer_credit:o-USD', 'CREDIT', '120'),
  ]
  t.match(receiptSums([...held, ...released]), { captured: 0n, released: 120n, shares: [] })
})

t.test('a refund is given back by who got it', async (t) => {
  const refund = [
    leg('ChargeRefunded', 'provider_payable:p', 'DEBIT', '29'),
    leg('ChargeRefunded', 'commission_revenue', 'DEBIT', '4'),
    leg('ChargeRefunded', 'customer_credit:o-USD', 'CREDIT', '33'),
  ]
  t.match(receiptSums([...held, ...captured, ...refund]), {
    captured: 101n,
    released: 19n,
    refunded: 33n,
    shares: [{ givenBack: 29n }, { givenBack: 0n }, { givenBack: 4n }],
  })
})

t.test('of a story, what the money followed from is told, in order', async (t) => {
  const event = (n: number, causation_id: string): EventLogRow => ({
    position: BigInt(n),
    event_id: n.toString(),
    type: 'Happened',
    stream: 's-1',
    revision: 0n,
    causation_id,
    correlation_id: 'c',
    command_id: 'k',
    actor_kind: 'system',
    actor_id: 'hub',
    organisation: null,
    at: new Date(0),
  })
  const story = [event(1, 'command'), event(2, '1'), event(3, '1'), event(4, '3'), event(5, '4')]
  t.same(
    causesOf(story, new Set([4n])).map(({ event_id }) => event_id),
    ['1', '3', '4'],
  )
  t.same(causesOf(story, new Set([9n])), [])
})

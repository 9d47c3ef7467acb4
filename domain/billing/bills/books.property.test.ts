import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { draftOf, due, finaliseAs, settled, terms } from '../../../test/kit/bills.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { fold } from '../../shared/decider.ts'
import { isRejection } from '../../shared/rejection.ts'
import type { Posting } from '../ledger/postings.ts'
import { bill, type BillCommand } from './bill.ts'
import type { BillEvent } from './bill-events.ts'
import { grossOf, initial, owedOn } from './bill-state.ts'

const billId = idNamed('bill')
const names = ['a', 'b', 'c', 'd']
const amount = fc.bigInt(1n, 2_000n)
const name = fc.constantFrom(...names)
const id = (text: string): string => idNamed(text)

const commands = fc.oneof(
  fc
    .record({ n: fc.nat(5), amount, source: fc.constantFrom<'CARD' | 'WALLET'>('CARD', 'WALLET') })
    .map(
      ({ n, source, ...rest }): BillCommand => ({
        type: 'RecordBillPayment',
        ...{ billId, paymentId: id(`payment ${n}`), source, ...rest },
      }),
    ),
  fc.record({ n: fc.nat(3), name, amount }).map(
    ({ n, name: line, amount: units }): BillCommand => ({
      type: 'OpenCreditNote',
      ...{ billId, creditNoteId: id(`note ${n}`), reason: 'agreed' },
      lines: [{ lineId: id(`line ${line}`), amount: units }],
    }),
  ),
  fc.nat(3).map(
    (n): BillCommand => ({
      type: 'IssueCreditNote',
      ...{ billId, creditNoteId: id(`note ${n}`), number: `QH-CN-2026-${n}` },
    }),
  ),
  fc.record({ n: fc.nat(5), amount }).map(
    ({ n, amount: units }): BillCommand => ({
      type: 'ReverseBillPayment',
      ...{ billId, reversalId: id(`reversal ${n}`), paymentId: id(`payment ${n}`), amount: units },
      why: 'DISPUTE',
    }),
  ),
  // Of refunds of what was too much, and of those above; once each with its own amount, as payments have them.
  fc.record({ n: fc.nat(5), at: fc.nat(24), amount, isExcess: fc.boolean() }).map(
    ({ n, at, amount: units, isExcess }): BillCommand => ({
      type: 'ReturnRefund',
      refundId: isExcess ? id(`${at} refund ${id(`payment ${n}`)}`) : id(`reversal ${n}`),
      ...{ billId, paymentId: id(`payment ${n}`), amount: units },
    }),
  ),
  fc.constantFrom<BillCommand>(
    { type: 'VoidBill', billId, reason: 'a mistake' },
    { type: 'MarkUncollectible', billId, reason: 'bankrupt' },
    { type: 'RequestCollection', billId },
    finaliseAs('QH-2026-000009'),
    draftOf([due('other', 1n)]),
  ),
)

/** What the wallet's own stream books when it pays a bill, and takes back what was too much. */
const walletLegs = ({ type, data }: BillEvent): readonly Posting[] => {
  const account = 'organisation' in data ? `customer_receivable:${data.organisation}` : ''
  if (type === 'BillPaymentRecorded' && data.source === 'WALLET')
    return [{ account, side: 'CREDIT', amount: data.amount }]
  if (type === 'BillExcessCredited') return [{ account, side: 'DEBIT', amount: data.amount }]
  if (type === 'BillOverpaid') return [{ account, side: 'DEBIT', amount: data.toWallet }]
  return []
}

const legsOf = (events: readonly BillEvent[]): readonly Posting[] =>
  events.flatMap((event) => [
    ...('postings' in event.data ? event.data.postings : []),
    ...walletLegs(event),
  ])

const balance = (legs: readonly Posting[], account: string): bigint =>
  legs
    .filter((leg) => leg.account === account)
    .reduce(
      (sum, { side, amount: units }) => sum + BigInt(units) * (side === 'DEBIT' ? 1n : -1n),
      0n,
    )

t.test(
  'whatever happens to a bill, its content stands and the books say what is owed',
  async (t) => {
    const lines = fc.tuple(...names.map(() => amount))
    fc.assert(
      fc.property(lines, fc.array(commands, { maxLength: 25 }), (amounts, wishes) => {
        const content = amounts.map((units, index) => due(names[index] ?? '', units))
        const begin = [draftOf([...content, settled('s', 77n)]), finaliseAs('QH-2026-000001')]
        let state = initial
        const events: BillEvent[] = []
        const then = (wish: BillCommand): void => {
          const decision = bill.decide(wish, state, {
            ...meta,
            id: (text) => id(`${events.length} ${text}`),
          })
          if (isRejection(decision)) return
          events.push(...decision)
          state = fold(bill.evolve, state, decision)
        }
        begin.forEach(then)
        const before = state
        wishes.forEach(then)
        const after = state
        if (before.kind !== 'final' || after.kind !== 'final') throw new Error('it was finalised')
        const legs = legsOf(events)
        const receivable = balance(legs, `customer_receivable:${after.final.organisation}`)
        const badDebt = balance(legs, 'bad_debt')
        const credited = after.notes
          .filter(({ number }) => number !== undefined)
          .reduce((sum, { parts }) => sum + grossOf(parts), 0n)
        const isContent =
          before.draft === after.draft &&
          JSON.stringify(before.final) === JSON.stringify(after.final)
        const returning = after.returning.reduce(
          (sum, { amount: units }) => sum + BigInt(units),
          0n,
        )
        const isLost = after.status === 'UNCOLLECTIBLE'
        return (
          isContent &&
          receivable === (isLost ? 0n : owedOn(after)) - returning &&
          badDebt === (isLost ? owedOn(after) : 0n) &&
          credited <= BigInt(after.final.totals.due) &&
          (after.status === 'PAID') === (after.status !== 'VOID' && owedOn(after) === 0n)
        )
      }),
      { numRuns: 2_000 },
    )
    t.equal(terms.tax.basisPoints, 1_900)
  },
)

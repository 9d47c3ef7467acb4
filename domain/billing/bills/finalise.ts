import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { addMs, dayMs } from '../../subscriptions/calendar.ts'
import { reject } from '../../shared/rejection.ts'
import { credit, debit } from '../ledger/postings.ts'
import type { BillEvent, Issuer, Totals } from './bill-events.ts'
import type { Bill } from './bill-state.ts'
import { totalOf, type BillLine } from './lines.ts'
import type { BillingParty, BillingTerms } from './profile.ts'
import { taxOn, type TaxRate } from './tax.ts'

export type Finalising = {
  readonly number: string
  readonly issuer: Issuer
  readonly party?: BillingParty
  readonly terms: BillingTerms
}

/** What is due is taxed as a whole and rounded once; the tax on each line is its part of that. */
export const totalsOf = (
  lines: readonly BillLine[],
  { basisPoints }: TaxRate,
): {
  readonly totals: Totals
  readonly taxParts: { readonly lineId: string; readonly amount: string }[]
} => {
  const due = lines.filter(({ settlement }) => settlement === 'DUE')
  const { tax, parts } = taxOn(
    due.map(({ amount }) => BigInt(amount)),
    basisPoints,
  )
  const net = totalOf(lines, 'DUE')
  const settled = totalOf(lines, 'SETTLED')
  return {
    totals: {
      settled: settled.toString(),
      net: net.toString(),
      tax: tax.toString(),
      due: (net + tax).toString(),
      total: (settled + net + tax).toString(),
    },
    taxParts: due.map(({ lineId }, index) => ({ lineId, amount: (parts[index] ?? 0n).toString() })),
  }
}

/** The content stands from here on: with its number, what is due is owed, and the tax on it is the state's. */
export const finalise = (
  state: Exclude<Bill, { kind: 'absent' }>,
  { number, issuer, party, terms }: Finalising,
  { now, id }: DecisionMeta,
): Decision<BillEvent> => {
  if (state.kind === 'final')
    return state.final.number === number
      ? []
      : reject('ILLEGAL_BILL_TRANSITION', `This bill is ${state.final.number}, for good.`)
  const { billId, walletId, organisation, asset, lines } = state.draft
  const { totals, taxParts } = totalsOf(lines, terms.tax)
  const fact = { billId, walletId, organisation, asset, at: now }
  const finalised: BillEvent = {
    type: 'BillFinalised',
    data: {
      ...fact,
      transactionId: id('transaction'),
      ...{ number, issuer, taxRate: terms.tax, taxParts, totals },
      ...(party === undefined ? {} : { party }),
      collection: terms.collection,
      dueAt: addMs(now, terms.paymentTermsDays * dayMs),
      postings: [
        ...debit(`customer_receivable:${organisation}`, BigInt(totals.due)),
        ...credit('usage_revenue', BigInt(totals.net)),
        ...credit('tax_payable', BigInt(totals.tax)),
      ],
    },
  }
  return totals.due === '0' ? [finalised, { type: 'BillPaid', data: fact }] : [finalised]
}

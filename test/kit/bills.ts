import type { BillCommand } from '../../domain/billing/bills/bill.ts'
import type { BillLine, Settlement } from '../../domain/billing/bills/lines.ts'
import { standardTerms, type BillingTerms } from '../../domain/billing/bills/profile.ts'
import { idNamed } from './given-when-then/meta.ts'

const lineOf = (settlement: Settlement, name: string, amount: bigint): BillLine => ({
  lineId: idNamed(`line ${name}`),
  kind: settlement === 'DUE' ? 'USAGE' : 'DEVICE_USE',
  settlement,
  description: `what ${name} is`,
  subject: { kind: settlement === 'DUE' ? 'METER' : 'DEVICE', id: name },
  amount: amount.toString(),
})

export const due = (name: string, amount: bigint): BillLine => lineOf('DUE', name, amount)
export const settled = (name: string, amount: bigint): BillLine => lineOf('SETTLED', name, amount)

export const terms: BillingTerms = { ...standardTerms, tax: { label: 'VAT', basisPoints: 1_900 } }

/** The bill of January's use in cents, of an organisation of that name. */
export const draftOf = (lines: readonly BillLine[]): BillCommand => ({
  type: 'DraftBill',
  billId: idNamed('bill'),
  walletId: `${idNamed('org')}-USD`,
  organisation: idNamed('org'),
  asset: 'USD/2',
  index: 0,
  period: { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' },
  cut: { book: 0, revision: '17' },
  usage: [],
  lines: [...lines],
})

export const issuer = {
  entity: 'QH',
  name: 'Quantum Hub Ltd',
  address: ['1 Example Street', '12345 Example City'],
  taxId: 'XX123456789',
  email: 'billing@example.org',
}

export const finaliseAs = (number: string, of: BillingTerms = terms): BillCommand => ({
  type: 'FinaliseBill',
  ...{ billId: idNamed('bill'), number, issuer, terms: of },
})

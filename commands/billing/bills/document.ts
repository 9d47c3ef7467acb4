import type { FinalBill } from '../../../domain/billing/bills/bill-state.ts'
import { totalOf, type BillLine, type Settlement } from '../../../domain/billing/bills/lines.ts'
import { Party } from '../../../domain/billing/bills/party.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { amountText, moneyText } from '../../../domain/shared/money-text.ts'
import type { BillDocument, PrintedLine } from '../../../platform/documents/bill-document.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import { dayText, percentText } from './printed.ts'

/** Who is billed, if they said so and were not erased since. */
export const partyOf = async (
  vault: Vault,
  { final: { party } }: FinalBill,
): Promise<Party | undefined> => {
  const clear = party === undefined ? undefined : await vault.open(party.party)
  return clear === undefined ? undefined : Party.parse(JSON.parse(clear))
}

/** What is printed of a bill: its content as it was finalised, which never changes. */
export const documentOf = (bill: FinalBill, party: Party | undefined): BillDocument => {
  const { draft, final } = bill
  const { issuer, number, at, dueAt, totals, taxRate } = final
  const { asset } = draft
  const money = (amount: string): string => moneyText(amount, asset)
  return {
    number,
    issuedAt: at,
    issuer: {
      name: issuer.name,
      address: issuer.address,
      details: [
        ...(issuer.taxId === undefined ? [] : [`Tax id ${issuer.taxId}`]),
        ...(issuer.email === undefined ? [] : [issuer.email]),
      ],
    },
    customer: customerOf(bill, party),
    facts: [
      { label: 'Date', value: dayText(at) },
      { label: 'Due', value: totals.due === '0' ? 'nothing' : dayText(dueAt) },
      { label: 'Period', value: spanText(draft.period.start, draft.period.end) },
      { label: 'Currency', value: asset.slice(0, asset.indexOf('/')) },
    ],
    groups: [
      group(bill, 'SETTLED', 'Paid from your wallet'),
      group(bill, 'DUE', 'To be paid'),
    ].filter(({ lines }) => lines.length > 0),
    totals: [
      { label: 'Total', value: money(totals.total) },
      { label: 'Paid from your wallet', value: money(negated(totals.settled)) },
      ...(totals.due === '0'
        ? []
        : [
            { label: 'To be paid, before tax', value: money(totals.net) },
            {
              label: `${taxRate.label} ${percentText(taxRate.basisPoints)}`,
              value: money(totals.tax),
            },
          ]),
      { label: 'Due', value: money(totals.due), strong: true },
    ],
    notes: [
      'What your wallet paid for was paid when it was used, at the prices of that moment. Tax is added to what is to be paid.',
    ],
  }
}

const negated = (amount: string): string => (-BigInt(amount)).toString()

/** A period ends before its `end`. */
const spanText = (start: string, end: string): string =>
  `${dayText(start)} – ${dayText(instantOf(msOf(end) - 1))}`

const customerOf = (
  { final: { organisation, party: named } }: FinalBill,
  party: Party | undefined,
): readonly string[] =>
  party === undefined
    ? [`Organisation ${organisation}`]
    : [
        party.legalName,
        ...party.address,
        ...(named === undefined ? [] : [named.country]),
        ...(party.taxId === undefined ? [] : [`Tax id ${party.taxId}`]),
      ]

const group = ({ draft: { lines, asset } }: FinalBill, of: Settlement, title: string) => ({
  title,
  lines: lines.filter(({ settlement }) => settlement === of).map((line) => printed(line, asset)),
  total: moneyText(totalOf(lines, of).toString(), asset),
})

const printed = (
  { description, service, quantity, amount }: BillLine,
  asset: string,
): PrintedLine => ({
  description,
  service: serviceText(service),
  quantity: quantity === undefined ? '' : `${quantity.value} ${quantity.unit}`,
  amount: amountText(amount, asset),
})

const serviceText = (service: BillLine['service']): string => {
  if (service === undefined) return ''
  const { start, end } = service
  return end === undefined ? `from ${dayText(start)}` : spanText(start, end)
}

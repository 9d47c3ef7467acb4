import { documentOf, partyOf } from '../../../commands/billing/bills/document.ts'
import { dayText } from '../../../commands/billing/bills/printed.ts'
import { load } from '../../../commands/shared/load.ts'
import { bill } from '../../../domain/billing/bills/bill.ts'
import { owedOn, type FinalBill } from '../../../domain/billing/bills/bill-state.ts'
import { moneyText } from '../../../domain/shared/money-text.ts'
import { billPdf } from '../../../platform/documents/bill-pdf.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'

const finalBill = async (billId: string, { services }: EffectTools): Promise<FinalBill> => {
  const { state } = await load(services.eventStore, services.foldCache, bill, billId)
  if (state.kind !== 'final') throw new Error(`bill ${billId} is not finalised`)
  return state
}

type Letter = { readonly subject: string; readonly text: string }

/** To whom bills are sent, with the bill itself; nobody where nobody was named. The effect's id is the mail's: performed again, it is the same. */
const send = async (
  state: FinalBill,
  { subject, text }: Letter,
  { services, context }: EffectTools,
): Promise<EffectOutcome> => {
  const party = await partyOf(services.vault, state)
  if (party?.email === undefined) return succeeded({ sent: false })
  const { number, organisation } = state.final
  const pdf = await billPdf(documentOf(state, party))
  await services.mailer.send({
    id: context.commandId,
    person: organisation,
    to: party.email,
    subject,
    text,
    attachments: [
      {
        fileName: `${number}.pdf`,
        contentType: 'application/pdf',
        base64: pdf.toString('base64'),
      },
    ],
  })
  return succeeded({ sent: true })
}

export const sendBill = async (billId: string, tools: EffectTools): Promise<EffectOutcome> => {
  const state = await finalBill(billId, tools)
  const { number, totals, asset, collection, dueAt } = state.final
  const due = moneyText(totals.due, asset)
  const what =
    totals.due === '0'
      ? 'Nothing is left to pay.'
      : collection === 'SEND'
        ? `Please pay ${due} by ${dayText(dueAt)}.`
        : `${due} is taken from your wallet, or from the card that you have chosen for bills.`
  return send(
    state,
    { subject: `Bill ${number}`, text: `Your bill ${number} is attached.\n\n${what}\n` },
    tools,
  )
}

/** Says that it is not paid; nothing when that has changed meanwhile. */
export const sendReminder = async (
  billId: string,
  step: number,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const state = await finalBill(billId, tools)
  const owed = owedOn(state)
  if (owed === 0n || state.status !== 'OPEN') return succeeded({ sent: false })
  const { number, asset } = state.final
  const text =
    `${moneyText(owed.toString(), asset)} of your bill ${number} is not paid yet. ` +
    'Top up your wallet, or have it paid from a card.\n'
  return send(state, { subject: `Reminder ${step}: bill ${number} is not paid`, text }, tools)
}

import { hold } from '../expect.ts'
import { makeApp } from '../marketplace/app.ts'
import { subscribe } from '../marketplace/buying.ts'
import { assemble } from '../marketplace/cast.ts'
import { putOnMarket } from '../marketplace/listing.ts'
import type { Screen } from '../screen.ts'
import type { Stage } from '../stage.ts'
import { billNow } from './bill.ts'
import { proveEveryPosition } from './every-position.ts'
import { paymentOnce, runJob, runOnCard, saveCard, topUp, usd } from './paying.ts'
import { payOut } from './payout.ts'
import { createBank } from './simulator.ts'

export type Summary = {
  readonly cardJob: { readonly authorised: string; readonly captured: string }
  readonly prepaidJob: string
  readonly bill: { readonly number: string; readonly status: string; readonly pdfBytes: number }
  readonly refunded: string
  readonly dispute: string
  readonly paidOut: string
  readonly transactions: number
  readonly ledgerZero: boolean
  readonly findings: number
}

/** Money from a card to a seller's bank, and back; throws where something does not hold. */
export const playMoney = async (stage: Stage, screen: Screen): Promise<Summary> => {
  const bank = createBank(stage)
  screen.heading('A seller, a buyer with a card, a device, an operator')
  const cast = await assemble(stage)
  const { carl, developer, operator, deviceId } = cast
  const methodId = await saveCard(stage, carl)
  const first = await topUp(stage, carl, methodId, '20000')
  const second = await topUp(stage, carl, methodId, '3000')
  screen.line('  two top-ups: 200 and 30 dollars of credit')

  screen.heading('A job on the card: authorised, run, captured in part')
  const onCard = await runOnCard(stage, carl, deviceId, methodId)
  const { authorised, captured } = onCard
  screen.line(`  ${authorised.amount} cents authorised, ${captured.amount} captured`)

  screen.heading('A job out of the wallet')
  const prepaid = await runJob(stage, carl, deviceId, {})
  screen.line(`  ${prepaid.charged} cents`)

  screen.heading('A subscription, and its bill')
  const { appId } = await makeApp(stage, cast)
  const plans = await putOnMarket(stage, cast, appId)
  await subscribe(stage, carl, appId, plans.monthly)
  const bill = await billNow(stage, carl)
  screen.line(`  bill ${bill.number}, ${bill.status}: a PDF of ${bill.pages.length} bytes`)

  screen.heading('A refund')
  await stage.http.send(
    'POST',
    `/v1/jobs/${prepaid.jobId}/refunds`,
    { amount: usd(prepaid.charged), reason: 'The device was badly calibrated.' },
    { token: operator.token },
  )
  await stage.http.send(
    'POST',
    `/v1/payments/${first}/refunds`,
    { amount: '1000', reason: 'Less was needed.' },
    { token: operator.token },
  )
  const back = await paymentOnce(stage, carl, first, 'the refund at the card', ({ refunds }) =>
    refunds.some(({ status }) => status === 'SUCCEEDED'),
  )
  screen.line(
    `  ${prepaid.charged} cents to the wallet, ${back.refunds[0]?.amount.amount ?? ''} to the card`,
  )

  screen.heading('A dispute')
  await bank.dispute(second)
  const isDisputed = (wanted: string) => (payment: typeof back) =>
    payment.disputes.some(({ status }) => status === wanted)
  await paymentOnce(stage, carl, second, 'the dispute', isDisputed('OPEN'))
  await bank.decide(true)
  await paymentOnce(stage, carl, second, 'the bank’s decision', isDisputed('WON'))
  screen.line('  opened by the bank, won by the hub')

  screen.heading('A payout')
  const paidOut = await payOut(stage, developer, operator, bank)
  screen.line(`  ${paidOut} cents at the seller's bank`)

  screen.heading('The ledger, at every position')
  const { transactions, ledgerZero, findings } = await proveEveryPosition(
    stage.hub.connections.eventStore,
  )
  for (const finding of findings) screen.line(`  ${finding}`)
  screen.line(`  ${transactions} transactions: ${ledgerZero ? 'zero after each' : 'NOT ZERO'}`)
  hold(ledgerZero, 'the ledger does not sum to zero')
  hold(findings.length === 0, 'the books are not in order')
  return {
    cardJob: { authorised: authorised.amount, captured: captured.amount },
    prepaidJob: prepaid.charged,
    bill: { number: bill.number, status: bill.status, pdfBytes: bill.pages.length },
    refunded: prepaid.charged,
    dispute: 'WON',
    paidOut,
    transactions,
    ledgerZero,
    findings: findings.length,
  }
}

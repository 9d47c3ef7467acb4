import { bill } from '../../domain/billing/bills/bill.ts'
import { billNumbers } from '../../domain/billing/bills/numbers.ts'
import { journal } from '../../domain/billing/ledger/journal.ts'
import { credit, debit } from '../../domain/billing/ledger/postings.ts'
import type { Earnings } from '../../domain/billing/payees/earnings.ts'
import { payee, type PayeeCommand } from '../../domain/billing/payees/payee.ts'
import { addShare, sharesIn } from '../../domain/billing/payees/shares.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import {
  wallet,
  walletIdOf,
  type WalletCommand,
  type WalletEvent,
} from '../../domain/billing/wallet/wallet.ts'
import { createRecorder, type Recorder } from '../read-models/recorder.ts'
import { draftOf, due, finaliseAs, settled } from './bills.ts'
import { idNamed } from './given-when-then/meta.ts'
import { asset, on, paymentId, requestPayment, shows } from './payments.ts'

const organisation = idNamed('buyer')
const seller = idNamed('seller')
const reason = 'as agreed'

type Wish<Each = WalletCommand> = Each extends WalletCommand
  ? Omit<Each, 'organisation' | 'asset'>
  : never

/** Thrown where a story's command is rejected: it would tell less than it seems to. */
const told = (events: readonly unknown[], what: string): void => {
  if (events.length === 0) throw new Error(`nothing came of ${what}`)
}

const spends = (recorder: Recorder): void => {
  const tell = (wish: Wish): void =>
    told(
      // The two fields make each command of the union whole again.
      recorder.record(wallet, walletIdOf(organisation, asset), {
        organisation,
        asset,
        ...wish,
      }),
      wish.type,
    )
  const [holdId, jobId] = [idNamed('hold'), idNamed('job')]
  const capture = {
    type: 'CaptureHold',
    ...{ amount: 61n, providerOrganisation: seller, commissionBasisPoints: 1_500 },
  } as const
  const fee = { amount: 7n, sellerOrganisation: seller, commissionBasisPoints: 2_000 }
  tell({ type: 'CreditWallet', amount: 1_000n, reason })
  tell({ type: 'HoldFunds', holdId, jobId, amount: 100n })
  tell({ ...capture, holdId, fee })
  tell({ type: 'RefundCharge', holdId, amount: 10n, reason })
  tell({ type: 'HoldFunds', holdId: idNamed('second'), jobId, amount: 5n })
  tell({ type: 'ReleaseHold', holdId: idNamed('second'), reason })
  const charge = { chargeId: idNamed('charge'), amount: 99n }
  tell({
    type: 'ChargeWallet',
    ...{ purpose: 'SUBSCRIPTION_PERIOD', subjectId: idNamed('subscription') },
    ...{ sellerOrganisation: seller, commissionBasisPoints: 1_000, ...charge },
  })
  tell({ type: 'RefundWalletCharge', ...charge, amount: 9n, refundId: idNamed('refund'), reason })
  tell({ type: 'CreditFromPayment', paymentId, amount: 5_000n })
  const refundId = idNamed('withdrawal')
  tell({ type: 'WithdrawToCard', refundId, paymentId, amount: 400n })
  tell({ type: 'SettleWithdrawal', refundId })
  const disputeId = idNamed('dispute')
  tell({ type: 'OpenDispute', disputeId, paymentId, amount: 50n })
  tell({ type: 'CloseDispute', disputeId, outcome: 'WON' })
  const backed = { holdId: idNamed('backed'), jobId }
  const card = { paymentId: idNamed('card') }
  tell({ type: 'HoldFunds', ...backed, amount: 80n, backing: card })
  tell({ ...capture, holdId: backed.holdId })
  tell({ type: 'SettleCardCapture', ...card, amount: 61n })
  tell({ type: 'PayBill', billId: idNamed('bill'), amount: 194n })
  tell({ type: 'RefundBill', billId: idNamed('bill'), refundId, amount: 4n, reason })
}

const adjusts = (recorder: Recorder): void => {
  const legs = [...debit('psp_fees', 29n), ...credit('psp_clearing', 29n)]
  const entryId = idNamed('entry')
  const bookedAt = '2025-12-31T23:59:59.000Z'
  const wish = { entryId, asset, legs, reason, bookedAt }
  told(recorder.record(journal, entryId, { type: 'RecordEntry', ...wish }), 'the entry')
  told(recorder.record(journal, entryId, { type: 'ReverseEntry', entryId, reason }), 'its reversal')
}

const earns = (recorder: Recorder): void => {
  const tell = (command: PayeeCommand): void =>
    told(recorder.record(payee, seller, command), command.type)
  const toPosition = recorder.events.at(-1)?.position ?? 0n
  const earned = recorder.events
    .filter(({ stream }) => stream.startsWith('wallet-'))
    // The stream says whose events it holds.
    .flatMap(({ type, data }) => sharesIn({ type, data } as WalletEvent))
    .reduce<Earnings | undefined>(addShare, undefined)
  if (earned === undefined) throw new Error('nobody earned anything')
  const who = { organisation: seller, accountId: 'acct_1' }
  tell({ type: 'StartOnboarding', country: 'DE', ...who })
  tell({ type: 'RecordAccount', onboarding: 'ACTIVE', requirementsDue: [], ...who })
  tell({
    type: 'ChangeSettings',
    organisation: seller,
    settings: { holdBackDays: 0, minimums: [] },
  })
  tell({
    type: 'SettleEarnings',
    ...{ organisation: seller, asset, runId: idNamed('run'), ...earned },
    ...{ fromPosition: 0n, toPosition },
  })
  const payoutId = idNamed('payout')
  tell({ type: 'RequestPayout', organisation: seller, payoutId, asset })
  tell({ type: 'RecordPayoutPaid', organisation: seller, payoutId, reference: 'po_1' })
}

const bills = (recorder: Recorder): void => {
  const billId = idNamed('bill')
  told(
    recorder.record(bill, billId, draftOf([settled('a', 500n), due('b', 1_000n), due('c', 3n)])),
    'the draft',
  )
  const series = { entity: 'QH', series: 'BILL', year: 2026 } as const
  for (const documentId of [billId, idNamed('other bill')])
    told(
      recorder.record(billNumbers, 'QH-2026', { type: 'NumberDocument', documentId, ...series }),
      'the number',
    )
  told(recorder.record(bill, billId, finaliseAs('QH-2026-000001')), 'the bill')
  told(
    recorder.record(bill, billId, {
      type: 'RecordBillPayment',
      ...{ billId, paymentId: idNamed('bill payment'), source: 'CARD', amount: 1_000n },
    }),
    'its payment',
  )
}

/** Money in all of its ways, each once: a log that every check of money is content with. */
export const moneyLog = (): Recorder => {
  const recorder = createRecorder()
  const pay = (command: Parameters<typeof payment.decide>[0]): void =>
    told(recorder.record(payment, paymentId, command), command.type)
  pay(requestPayment())
  pay(shows('SUCCEEDED'))
  pay({ ...on, type: 'RequestRefund', refundId: idNamed('withdrawal'), amount: 400n, reason })
  spends(recorder)
  adjusts(recorder)
  bills(recorder)
  earns(recorder)
  return recorder
}

import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const asset = 'USD/2'

type Bare<Each = WalletCommand> = Each extends WalletCommand
  ? Omit<Each, 'organisation' | 'asset'>
  : never

const onWallet =
  (wish: (name: string, recorder: Recorder) => Bare): Step =>
  (recorder, _, name, owner) => {
    const organisation = idOf('organisation', owner)
    // What is in a wallet is that wallet's alone. Whose it is makes every wish a command.
    const command = { ...wish(`${owner}-${name}`, recorder), organisation, asset } as WalletCommand
    recorder.record(wallet, walletIdOf(organisation, asset), command)
  }

/** What the last event of a type called something. */
const lastOf = ({ events }: Recorder, type: string, property: string): string => {
  const data = events.findLast((event) => event.type === type)?.data
  // Events are objects.
  const found = (data as Readonly<Record<string, unknown>> | undefined)?.[property]
  return typeof found === 'string' ? found : idOf(type, 'none')
}

const soon = (recorder: Recorder, seconds = 2): string =>
  new Date(
    Date.parse('2026-01-01T00:00:00.000Z') + (recorder.events.length + seconds) * 1_000,
  ).toISOString()

const grant = (category: 'PAID' | 'PROMOTIONAL', rolls: boolean): Step =>
  onWallet((name, recorder) => ({
    type: 'GrantCredit',
    grantId: idOf('grant', name),
    amount: 500n,
    reason: 'test',
    terms: {
      category,
      priority: 10,
      effectiveAt: '2026-01-01T00:00:00.000Z',
      expiresAt: soon(recorder),
      applicability: { purposes: ['JOB', 'BILL'] },
      ...(rolls ? { rollover: { maximum: '100', days: 1, times: 1 } } : {}),
    },
  }))

/** What else may happen to a wallet, by its decider. */
export const walletSteps = {
  grantPaid: grant('PAID', true),
  grantPromotional: grant('PROMOTIONAL', false),
  expireGrant: onWallet((name) => ({ type: 'ExpireGrant', grantId: idOf('grant', name) })),
  voidGrant: onWallet((name) => ({
    type: 'VoidGrant',
    grantId: idOf('grant', name),
    reason: 'test',
  })),
  setLimit: onWallet((name) => ({
    type: 'SetSpendingLimit',
    limitId: idOf('limit', name),
    scope: 'USER',
    subjectId: idOf('user', name),
    window: 'DAY',
    amount: 100_000n,
  })),
  removeLimit: onWallet((name) => ({
    type: 'RemoveSpendingLimit',
    limitId: idOf('limit', name),
  })),
  creditFromPayment: onWallet((name) => ({
    type: 'CreditFromPayment',
    paymentId: idOf('payment', name),
    amount: 300n,
  })),
  holdOnCard: onWallet((name, recorder) => ({
    type: 'HoldFunds',
    holdId: idOf('hold', name),
    jobId: idOf('job', name),
    amount: 150n,
    backing: { paymentId: idOf('payment', name) },
    spender: { userId: idOf('user', name) },
    expiresAt: soon(recorder, 20),
  })),
  expireHold: onWallet((name) => ({ type: 'ExpireHold', holdId: idOf('hold', name) })),
  settleCard: onWallet((name) => ({
    type: 'SettleCardCapture',
    paymentId: idOf('payment', name),
    amount: 40n,
  })),
  failCard: onWallet((name) => ({
    type: 'FailCardCapture',
    paymentId: idOf('payment', name),
    amount: 30n,
  })),
  withdraw: onWallet((name) => ({
    type: 'WithdrawToCard',
    refundId: idOf('refund', name),
    paymentId: idOf('payment', name),
    amount: 50n,
  })),
  settleWithdrawal: onWallet((name) => ({
    type: 'SettleWithdrawal',
    refundId: idOf('refund', name),
  })),
  returnWithdrawal: onWallet((name) => ({
    type: 'ReturnWithdrawal',
    refundId: idOf('refund', name),
  })),
  openWalletDispute: onWallet((name) => ({
    type: 'OpenDispute',
    disputeId: idOf('dispute', name),
    paymentId: idOf('payment', name),
    amount: 120n,
  })),
  closeWalletDispute: onWallet((name) => ({
    type: 'CloseDispute',
    disputeId: idOf('dispute', name),
    outcome: 'WON',
  })),
  payBillFromWallet: onWallet((name) => ({
    type: 'PayBill',
    billId: idOf('bill', name),
    amount: 20n,
  })),
  refundBillToWallet: onWallet((name) => ({
    type: 'RefundBill',
    billId: idOf('bill', name),
    refundId: idOf('refund', name),
    amount: 5n,
    reason: 'test',
  })),
  creditFromBill: onWallet((name) => ({
    type: 'CreditFromBill',
    billId: idOf('bill', name),
    creditNoteId: idOf('credit note', name),
    amount: 7n,
  })),
  setAutoTopUp: onWallet((name) => ({
    type: 'SetAutoTopUp',
    terms: {
      threshold: '1000000',
      topUp: '50',
      monthlyCap: '500',
      methodId: idOf('method', name),
      userId: idOf('user', name),
    },
  })),
  failTopUp: onWallet((_, recorder) => ({
    type: 'FailTopUp',
    topUpId: lastOf(recorder, 'TopUpDue', 'topUpId'),
    code: 'card_declined',
  })),
  removeAutoTopUp: onWallet(() => ({ type: 'RemoveAutoTopUp' })),
  reverseCredit: onWallet((_, recorder) => ({
    type: 'ReverseCredit',
    transactionId: lastOf(recorder, 'WalletCredited', 'transactionId'),
    reason: 'test',
  })),
} as const satisfies Readonly<Record<string, Step>>

/** An order in which all of them come to something. */
export const walletStory = [
  'setAutoTopUp',
  'failTopUp',
  'removeAutoTopUp',
  'setLimit',
  'creditFromPayment',
  'grantPaid',
  'payBillFromWallet',
  'refundBillToWallet',
  'creditFromBill',
  'expireGrant',
  'voidGrant',
  'withdraw',
  'returnWithdrawal',
  'holdOnCard',
  'capture',
  'settleCard',
  'failCard',
  'openWalletDispute',
  'closeWalletDispute',
  'removeLimit',
] as const

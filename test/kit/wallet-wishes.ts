import fc from './fast-check.ts'
import type { WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import { derivedId } from '../../platform/ids/ids.ts'

export const of = { organisation: '00000000-0000-4000-8000-000000000001', asset: 'USD/2' } as const
export const other = '00000000-0000-4000-8000-000000000002'
export const idOf = (kind: string, n: number): string => derivedId(kind, n.toString())
export const start = msOf('2026-01-30T00:00:00.000Z')
export const hour = 3_600_000

const n = fc.integer({ min: 0, max: 2 })
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 400n }), fc.constantFrom(10n, 20n, 30n))
const at = fc.integer({ min: 0, max: 96 }).map((hours) => instantOf(start + hours * hour))
const spender = fc
  .record({ user: n, device: n })
  .map(({ user, device }) => ({ userId: idOf('user', user), deviceId: idOf('device', device) }))

/** A command without whose wallet it is about. */
export type Bare<Each = WalletCommand> = Each extends WalletCommand
  ? Omit<Each, 'organisation' | 'asset'>
  : never

const grants: fc.Arbitrary<Bare> = fc.oneof(
  fc
    .record({
      grantId: n,
      amount,
      paid: fc.boolean(),
      priority: fc.constantFrom(10, 50, 90),
      expiresAt: fc.option(at, { nil: undefined }),
      device: fc.option(n, { nil: undefined }),
      maximum: fc.option(amount, { nil: undefined }),
    })
    .map(({ grantId, amount: much, paid, priority, expiresAt, device, maximum }) => ({
      type: 'GrantCredit' as const,
      grantId: idOf('grant', grantId),
      amount: much,
      reason: 'x',
      terms: {
        category: paid ? ('PAID' as const) : ('PROMOTIONAL' as const),
        priority,
        effectiveAt: instantOf(start),
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(device === undefined ? {} : { applicability: { deviceIds: [idOf('device', device)] } }),
        ...(maximum === undefined || expiresAt === undefined
          ? {}
          : { rollover: { maximum: maximum.toString(), days: 1, times: 1 } }),
      },
    })),
  n.map((each) => ({ type: 'ExpireGrant' as const, grantId: idOf('grant', each) })),
  n.map((each) => ({ type: 'VoidGrant' as const, grantId: idOf('grant', each), reason: 'x' })),
)

const holds: fc.Arbitrary<Bare> = fc.oneof(
  fc
    .record({
      holdId: n,
      amount,
      spender,
      forBudget: fc.boolean(),
      card: fc.option(n, { nil: undefined }),
      expiresAt: fc.option(at, { nil: undefined }),
    })
    .map(({ holdId, forBudget, card, expiresAt, ...rest }) => ({
      type: 'HoldFunds' as const,
      holdId: idOf('hold', holdId),
      ...(forBudget ? { budgetId: idOf('budget', holdId) } : { jobId: idOf('job', holdId) }),
      ...rest,
      ...(card === undefined || forBudget ? {} : { backing: { paymentId: idOf('payment', card) } }),
      ...(expiresAt === undefined || forBudget ? {} : { expiresAt }),
    })),
  fc.record({ holdId: n, amount, fee: amount }).map(({ holdId, amount: device, fee }) => ({
    type: 'CaptureHold' as const,
    holdId: idOf('hold', holdId),
    amount: device,
    providerOrganisation: other,
    commissionBasisPoints: 1_500,
    ...(fee % 2n === 0n
      ? {}
      : { fee: { amount: fee / 10n, sellerOrganisation: other, commissionBasisPoints: 2_000 } }),
  })),
  fc.record({ holdId: n, amount }).map(({ holdId, amount: much }) => ({
    type: 'SpendHold' as const,
    holdId: idOf('hold', holdId),
    amount: much,
  })),
  n.map((each) => ({ type: 'ReleaseHold' as const, holdId: idOf('hold', each), reason: 'x' })),
  n.map((each) => ({ type: 'ExpireHold' as const, holdId: idOf('hold', each) })),
  fc.record({ holdId: n, amount }).map(({ holdId, amount: much }) => ({
    type: 'RefundCharge' as const,
    holdId: idOf('hold', holdId),
    amount: much,
    reason: 'x',
  })),
)

const charges: fc.Arbitrary<Bare> = fc.oneof(
  fc.record({ chargeId: n, amount, spender }).map(({ chargeId, ...rest }) => ({
    type: 'ChargeWallet' as const,
    chargeId: idOf('charge', chargeId),
    purpose: 'SUBSCRIPTION_PERIOD' as const,
    subjectId: other,
    sellerOrganisation: other,
    commissionBasisPoints: 1_500,
    ...rest,
  })),
  fc.record({ chargeId: n, refundId: n, amount }).map(({ chargeId, refundId, amount: much }) => ({
    type: 'RefundWalletCharge' as const,
    chargeId: idOf('charge', chargeId),
    refundId: idOf('refund', refundId),
    amount: much,
    reason: 'x',
  })),
  fc.record({ billId: n, tryId: n, amount, upTo: fc.boolean() }).map((bill) => ({
    type: 'PayBill' as const,
    ...bill,
    billId: idOf('bill', bill.billId),
    tryId: idOf('try', bill.tryId),
  })),
  fc.record({ billId: n, refundId: n, amount }).map((bill) => ({
    type: 'RefundBill' as const,
    amount: bill.amount,
    billId: idOf('bill', bill.billId),
    refundId: idOf('refund', bill.refundId),
    reason: 'x',
  })),
  fc.record({ billId: n, creditNoteId: n, amount }).map((bill) => ({
    type: 'CreditFromBill' as const,
    amount: bill.amount,
    billId: idOf('bill', bill.billId),
    creditNoteId: idOf('note', bill.creditNoteId),
  })),
)

const cards: fc.Arbitrary<Bare> = fc.oneof(
  fc
    .record({
      type: fc.constantFrom('CreditFromPayment', 'SettleCardCapture', 'FailCardCapture'),
      payment: n,
      amount,
    })
    .map(({ type, payment, amount: much }) => ({
      type,
      paymentId: idOf('payment', payment),
      amount: much,
    })),
  fc.record({ refund: n, payment: n, amount }).map(({ refund, payment, amount: much }) => ({
    type: 'WithdrawToCard' as const,
    refundId: idOf('withdrawal', refund),
    paymentId: idOf('payment', payment),
    amount: much,
  })),
  fc
    .record({ type: fc.constantFrom('SettleWithdrawal', 'ReturnWithdrawal'), refund: n })
    .map(({ type, refund }) => ({ type, refundId: idOf('withdrawal', refund) })),
  n.map((refund) => ({
    type: 'ReturnWithdrawal' as const,
    refundId: idOf('withdrawal', refund),
    afterSettlement: true as const,
  })),
  fc.record({ dispute: n, payment: n, amount }).map(({ dispute, payment, amount: much }) => ({
    type: 'OpenDispute' as const,
    disputeId: idOf('dispute', dispute),
    paymentId: idOf('payment', payment),
    amount: much,
  })),
  fc
    .record({ dispute: n, outcome: fc.constantFrom('WON', 'LOST') })
    .map(({ dispute, outcome }) => ({
      type: 'CloseDispute' as const,
      disputeId: idOf('dispute', dispute),
      outcome,
    })),
)

const observation = fc.integer({ min: 1, max: 3 })
const chain: fc.Arbitrary<Bare> = fc.oneof(
  fc
    .record({
      type: fc.constantFrom('ExpectDeposit', 'CreditDeposit'),
      deposit: n,
      observation,
      amount,
      unclaimed: fc.boolean(),
    })
    .map(({ type, deposit, unclaimed, ...rest }) => ({
      type,
      depositId: idOf('deposit', deposit),
      ...rest,
      ...(unclaimed && type === 'CreditDeposit' ? { unclaimed } : {}),
    })),
  fc.record({ deposit: n, observation }).map(({ deposit, ...rest }) => ({
    type: 'ReverseDeposit' as const,
    depositId: idOf('deposit', deposit),
    ...rest,
  })),
  fc.record({ withdrawal: n, amount }).map(({ withdrawal, amount: much }) => ({
    type: 'WithdrawToChain' as const,
    withdrawalId: idOf('chain withdrawal', withdrawal),
    amount: much,
    ...{ chain: 'local', address: '0x00000000000000000000000000000000000000aA' },
    limits: { least: 2n, perWithdrawal: 300n, perDay: 350n },
  })),
  fc
    .record({
      type: fc.constantFrom('SettleChainWithdrawal', 'ReturnChainWithdrawal'),
      withdrawal: n,
    })
    .map(({ type, withdrawal }) => ({
      type,
      withdrawalId: idOf('chain withdrawal', withdrawal),
    })),
  fc.record({ exchange: n, amount }).map(({ exchange, amount: much }) => ({
    type: 'SellForExchange' as const,
    exchangeId: idOf('exchange', exchange),
    amount: much,
    fee: much / 20n,
  })),
  fc.record({ exchange: n, amount }).map(({ exchange, amount: much }) => ({
    type: 'BuyByExchange' as const,
    exchangeId: idOf('exchange', exchange),
    amount: much,
  })),
  n.map((exchange) => ({
    type: 'ReturnExchange' as const,
    exchangeId: idOf('exchange', exchange),
  })),
)

const settings: fc.Arbitrary<Bare> = fc.oneof(
  amount.map((much) => ({ type: 'CreditWallet' as const, amount: much, reason: 'x' })),
  n.map((each) => ({
    type: 'ReverseCredit' as const,
    transactionId: idOf('transaction', each),
    reason: 'x',
  })),
  fc
    .record({
      limit: n,
      scope: fc.constantFrom('ORGANISATION', 'DEVICE', 'USER'),
      window: fc.constantFrom('DAY', 'MONTH', 'TOTAL'),
    })
    .map(({ limit, scope, window }) => ({
      type: 'SetSpendingLimit' as const,
      limitId: idOf('limit', limit),
      scope,
      ...(scope === 'ORGANISATION'
        ? {}
        : { subjectId: idOf(scope === 'USER' ? 'user' : 'device', limit) }),
      window,
      amount: 700n,
    })),
  fc.constant({
    type: 'SetAutoTopUp' as const,
    terms: {
      threshold: '50',
      topUp: '100',
      monthlyCap: '250',
      methodId: other,
      userId: other,
    },
  }),
)

/** Anything that may be asked of a wallet, about a few ids and small amounts. */
export const wish = fc.oneof(
  { arbitrary: settings, weight: 2 },
  { arbitrary: grants, weight: 2 },
  { arbitrary: holds, weight: 4 },
  { arbitrary: charges, weight: 2 },
  { arbitrary: cards, weight: 4 },
  { arbitrary: chain, weight: 4 },
)

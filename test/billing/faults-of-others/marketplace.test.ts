import t from 'tap'
import { change } from '../../../commands/shared/change.ts'
import type { Earnings } from '../../../domain/billing/payees/earnings.ts'
import { payee, type PayeeCommand } from '../../../domain/billing/payees/payee.ts'
import { addShare, sharesIn } from '../../../domain/billing/payees/shares.ts'
import { wallet, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import { getById } from '../../../domain/shared/id-map.ts'
import { decider } from '../../kit/given-when-then/decider.ts'
import { idNamed } from '../../kit/given-when-then/meta.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'

/** What went wrong with marketplace money elsewhere, as told in public; here it does not. */

const asset = 'USD/2'
const of = { organisation: idNamed('buyer'), asset } as const
const [seller, provider, holdId, payoutId] = ['seller', 'provider', 'hold', 'payout'].map(
  idNamed,
) as [string, string, string, string]
const wallets = decider(wallet)
const payees = decider(payee)

const credit: WalletCommand = { ...of, type: 'CreditWallet', amount: 10_000n, reason: 'test' }
const hold: WalletCommand = { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount: 5_000n }
const capture: WalletCommand = {
  ...of,
  type: 'CaptureHold',
  ...{ holdId, amount: 3_001n, providerOrganisation: provider, commissionBasisPoints: 1_500 },
  fee: { amount: 999n, sellerOrganisation: seller, commissionBasisPoints: 2_000 },
}
const refund = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'RefundCharge',
  ...{ holdId, amount, reason: 'complaint' },
})

const earningsOf = (who: string, ...commands: readonly WalletCommand[]): Earnings | undefined =>
  wallets
    .after(...commands)
    .events.flatMap(sharesIn)
    .filter(({ organisation }) => organisation === who)
    .reduce<Earnings | undefined>(addShare, undefined)

const on = { organisation: seller } as const
const paid: readonly PayeeCommand[] = [
  { ...on, type: 'StartOnboarding', accountId: 'acct_1', country: 'DE' },
  { ...on, type: 'RecordAccount', accountId: 'acct_1', onboarding: 'ACTIVE', requirementsDue: [] },
  { ...on, type: 'ChangeSettings', settings: { holdBackDays: 0 } },
]
const settle = (to: bigint, earnings: Earnings | undefined): PayeeCommand => ({
  ...on,
  type: 'SettleEarnings',
  ...{ runId: idNamed(`run ${to}`), asset, fromPosition: to - 1n, toPosition: to },
  ...(earnings ?? addShare(undefined, { ...nothing, organisation: seller })),
})
const nothing = { kind: 'APP', gross: 0n, commission: 0n, refunded: 0n } as const
const payOut = (amount?: bigint): PayeeCommand => ({
  ...on,
  type: 'RequestPayout',
  ...{ payoutId, asset },
  ...(amount === undefined ? {} : { amount }),
})
const failed: PayeeCommand = { ...on, type: 'RecordPayoutFailed', payoutId, code: 'no_account' }
const arrived: PayeeCommand = { ...on, type: 'RecordPayoutPaid', payoutId, reference: 'po_1' }

t.test(
  'spree #14622: a split charge that is refunded is not paid any more, by any of its parts',
  async (t) => {
    const sold = [credit, hold, capture]
    for (const who of [seller, provider]) {
      const kept = earningsOf(who, ...sold)
      const back = earningsOf(who, ...sold, refund(4_000n))
      t.ok((kept?.ofApps ?? 0n) + (kept?.ofDevices ?? 0n) > 0n)
      t.equal((back?.ofApps ?? 0n) + (back?.ofDevices ?? 0n), 0n, 'all of it went back')
    }
    const state = wallets.after(...sold, refund(4_000n)).state
    t.match(getById(state.holds, holdId), { captured: 4_000n, refunded: 4_000n })
    wallets
      .after(...sold, refund(4_000n))
      .when(refund(1n))
      .then('REFUND_ABOVE_CAPTURE')
  },
)
t.test(
  'spree #14622: parts of a refund, however small, take from each part what the whole would',
  async (t) => {
    const sold = [credit, hold, capture]
    const bits = [1n, 3n, 7n, 1_989n, 2_000n].map(refund)
    for (const who of [seller, provider]) {
      const back = earningsOf(who, ...sold, ...bits)
      t.equal((back?.ofApps ?? 0n) + (back?.ofDevices ?? 0n), 0n)
    }
  },
)
t.test(
  'spree #14622: a payout that comes back is not settled: its money is there again, once',
  async (t) => {
    const earned = settle(1n, earningsOf(seller, credit, hold, capture))
    const returned = payees.after(...paid, earned, payOut(), arrived, failed)
    t.equal(getById(returned.state.payouts, payoutId)?.status, 'RETURNED')
    returned.when(failed).then([])
    returned
      .when({ ...on, type: 'RequestPayout', payoutId: idNamed('again'), asset })
      .then(['PayoutRequested'])
  },
)
t.test(
  'spree #14622: no payout is above the balance, also of two that are asked for at once',
  async (t) => {
    const earned = settle(1n, earningsOf(seller, credit, hold, capture))
    payees
      .after(...paid, earned)
      .when(payOut(100_000n))
      .then('PAYOUT_ABOVE_BALANCE')
    const { eventStore } = memoryLog()
    // Two processes: neither knows what the other remembers.
    const [one, other] = [servicesOn(eventStore), servicesOn(eventStore)]
    for (const [index, command] of [...paid, earned].entries())
      await change(one, contextOf(idNamed(`key ${index}`)), 'test', payee, seller, command)
    const ask = (services: typeof one, name: string) =>
      change(services, contextOf(idNamed(name)), 'test', payee, seller, {
        ...on,
        type: 'RequestPayout',
        ...{ payoutId: idNamed(name), asset },
        amount: 500n,
      })
    const outcomes = await Promise.all([ask(one, 'first'), ask(other, 'second')])
    t.equal(outcomes.filter((outcome) => 'stream' in outcome).length, 1)
  },
)
t.test(
  'medusa examples #68: refunds before a payout make it smaller, after it the next one',
  async (t) => {
    const sold = earningsOf(seller, credit, hold, capture)
    const share = sold?.ofApps ?? 0n
    const taken = earningsOf(seller, credit, hold, capture, refund(2_000n))
    const before = payees.after(...paid, settle(1n, taken)).when(payOut())
    t.match(before.decision, [{ data: { amount: (taken?.ofApps ?? 0n).toString() } }])
    const alone = { ...addShare(undefined, { ...nothing, organisation: seller, refunded: 300n }) }
    const after = payees.after(...paid, settle(1n, sold), payOut(), arrived, settle(2n, alone))
    after
      .when({ ...on, type: 'RequestPayout', payoutId: idNamed('next'), asset })
      .then('AMOUNT_OUT_OF_RANGE')
    const next = payees
      .after(...paid, settle(1n, sold), payOut(), arrived, settle(2n, alone), settle(3n, sold))
      .when({ ...on, type: 'RequestPayout', payoutId: idNamed('next'), asset })
    t.match(next.decision, [{ data: { amount: (share - 300n).toString() } }])
  },
)
t.test('mercur: an authorisation that has lapsed earns nobody anything', async (t) => {
  const lapsed: WalletCommand = { ...of, type: 'ReleaseHold', holdId, reason: 'EXPIRED' }
  wallets.after(credit, hold, lapsed).when(capture).then('HOLD_EXPIRED')
  t.equal(earningsOf(seller, credit, hold, lapsed), undefined)
})
t.test(
  'mercur #909: what is told again after it is over gives nothing back and takes nothing away',
  async (t) => {
    const earned = settle(1n, earningsOf(seller, credit, hold, capture))
    const over = payees.after(...paid, earned, payOut(), arrived)
    over.when(arrived).then([])
    over.when(payOut()).then([])
    wallets.after(credit, hold, capture).when(capture).then([])
    t.equal(wallets.after(credit, hold, capture).events.length, 3)
  },
)

import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { fold } from '../../shared/decider.ts'
import { isRejection } from '../../shared/rejection.ts'
import { imbalanceOf } from '../ledger/postings.ts'
import { wallet, type WalletCommand, type WalletEvent } from './wallet.ts'

const of = { organisation: '00000000-0000-4000-8000-000000000001', asset: 'USD/2' } as const
const provider = '00000000-0000-4000-8000-000000000002'
const seller = '00000000-0000-4000-8000-000000000005'
const holdId = '00000000-0000-4000-8000-000000000003'
const jobId = '00000000-0000-4000-8000-000000000004'

const credit = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CreditWallet',
  amount,
  reason: 'test',
})
const hold = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'HoldFunds',
  holdId,
  jobId,
  amount,
})
const capture = (device: bigint, fee: bigint, basisPoints = 1000): WalletCommand => ({
  ...of,
  type: 'CaptureHold',
  holdId,
  amount: device,
  providerOrganisation: provider,
  commissionBasisPoints: 1000,
  fee: { amount: fee, sellerOrganisation: seller, commissionBasisPoints: basisPoints },
})
const refund = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'RefundCharge',
  holdId,
  amount,
  reason: 'test',
})

const { after } = decider(wallet)

t.test('device, seller and hub each get theirs', async (t) => {
  const events = run([credit(1000n), hold(300n), capture(100n, 50n, 2000)])
  t.match(events.at(-1), {
    type: 'HoldCaptured',
    data: {
      amount: '150',
      providerShare: '90',
      commission: '20',
      released: '150',
      app: { sellerOrganisation: seller, fee: '50', sellerShare: '40' },
      postings: [
        { account: /^customer_held:/, side: 'DEBIT', amount: '300' },
        { account: `provider_payable:${provider}`, side: 'CREDIT', amount: '90' },
        { account: `seller_payable:${seller}`, side: 'CREDIT', amount: '40' },
        { account: 'commission_revenue', side: 'CREDIT', amount: '20' },
        { account: /^customer_credit:/, side: 'CREDIT', amount: '150' },
      ],
    },
  })
})

t.test('a hold bears both or neither', async () =>
  after(credit(1000n), hold(149n)).when(capture(100n, 50n)).then('CAPTURE_ABOVE_HOLD'),
)
t.test('once', async () =>
  after(credit(1000n), hold(150n), capture(100n, 50n)).when(capture(100n, 50n)).then([]),
)
t.test('what is given back is given by all three', async (t) => {
  const [last] = run([credit(1000n), hold(150n), capture(100n, 50n), refund(150n)]).slice(-1)
  t.match(last, { data: { providerShare: '90', commission: '15', app: { sellerShare: '45' } } })
})

/** The events of these commands, as far as they are not refused. */
function run(commands: readonly WalletCommand[]): readonly WalletEvent[] {
  const events: WalletEvent[] = []
  for (const command of commands) {
    const decision = wallet.decide(command, fold(wallet.evolve, wallet.initial, events), meta)
    if (!isRejection(decision)) events.push(...decision)
  }
  return events
}

t.test('nothing is lost or made between buyer, provider, seller and hub', async () => {
  const amount = fc.bigInt({ min: 0n, max: 10_000n })
  const basisPoints = fc.nat({ max: 10_000 })
  fc.assert(
    fc.property(amount, amount, basisPoints, fc.array(amount), (device, fee, points, refunds) => {
      const events = run([
        credit(100_000n),
        hold(30_000n),
        capture(device, fee, points),
        ...refunds.map(refund),
      ])
      const balances = new Map<string, bigint>()
      for (const { data } of events) {
        if (imbalanceOf(data.postings) !== 0n) return false
        for (const { account, side, amount } of data.postings) {
          const signed = side === 'CREDIT' ? BigInt(amount) : -BigInt(amount)
          balances.set(account, (balances.get(account) ?? 0n) + signed)
        }
      }
      const owed = ['provider_payable', 'seller_payable', 'commission_revenue']
      const given = [...balances].filter(([account]) => owed.includes(account.split(':')[0] ?? ''))
      const spent = [...balances].filter(([account]) => account.startsWith('customer_'))
      const sum = (of: readonly (readonly [string, bigint])[]) =>
        of.reduce((all, [, each]) => all + each, 0n)
      return given.every(([, balance]) => balance >= 0n) && sum(given) + sum(spent) === 100_000n
    }),
  )
})

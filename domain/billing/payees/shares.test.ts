import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { wallet, type WalletCommand } from '../wallet/wallet.ts'
import type { Earnings } from './earnings.ts'
import { addShare, sharesIn } from './shares.ts'

const of = { organisation: idNamed('buyer'), asset: 'USD/2' } as const
const seller = idNamed('seller')
const provider = idNamed('provider')
const holdId = idNamed('hold')
const { after } = decider(wallet)

const credit: WalletCommand = { ...of, type: 'CreditWallet', amount: 100_000n, reason: 'test' }
const hold: WalletCommand = { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount: 10_000n }
const capture: WalletCommand = {
  ...of,
  type: 'CaptureHold',
  ...{ holdId, amount: 3_333n, providerOrganisation: provider, commissionBasisPoints: 1_000 },
  fee: { amount: 555n, sellerOrganisation: seller, commissionBasisPoints: 3_000 },
}
const refund: WalletCommand = { ...of, type: 'RefundCharge', holdId, amount: 1_001n, reason: 'x' }
const charge: WalletCommand = {
  ...of,
  type: 'ChargeWallet',
  chargeId: idNamed('charge'),
  ...{ purpose: 'SUBSCRIPTION_PERIOD', subjectId: idNamed('subscription'), amount: 999n },
  ...{ sellerOrganisation: seller, commissionBasisPoints: 2_500 },
}

const sums = (...commands: readonly WalletCommand[]): ReadonlyMap<string, Earnings> => {
  const earned = new Map<string, Earnings>()
  for (const event of after(...commands).events)
    for (const share of sharesIn(event))
      earned.set(share.organisation, addShare(earned.get(share.organisation), share))
  return earned
}

t.test('what customers paid, what the hub kept, what was given back', async (t) => {
  const earned = sums(credit, hold, capture, refund, charge)
  t.match(earned.get(provider), { count: 2, gross: 3_333n, commission: 333n })
  t.match(earned.get(seller), { count: 3, gross: 555n + 999n })
  for (const { gross, commission, refunded, ofApps, ofDevices } of earned.values())
    t.equal(gross - commission - refunded, ofApps + ofDevices)
})
t.test('who sells and owns the device earns both ways', async (t) => {
  const both = { ...capture, providerOrganisation: seller }
  t.match(sums(credit, hold, both).get(seller), { count: 2, ofApps: 389n, ofDevices: 3_000n })
})
t.test('what moves nothing that is owed says nothing', async (t) => {
  t.equal(sums(credit, hold).size, 0)
})

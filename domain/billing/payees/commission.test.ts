import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { splitShares } from '../wallet/capture.ts'
import {
  commissionFor,
  type CommissionRule,
  type CommissionScope,
  type Sale,
} from './commission.ts'
import { BasisPoints, commissionRules, type CommissionCommand } from './commission-rules.ts'

const organisation = idNamed('seller')
const itemId = idNamed('app')
const sale: Sale = { kind: 'APP', organisation, itemId }
const { given, after } = decider(commissionRules)

const set = (
  scope: CommissionScope,
  basisPoints: number,
  times: { readonly validFrom?: string; readonly validUntil?: string } = {},
): CommissionCommand => ({
  type: 'SetRule',
  ruleId: idNamed(JSON.stringify([scope, basisPoints, times])),
  ...{ scope, basisPoints },
  ...times,
})
const all = set({ of: 'ALL' }, 1_500)
const apps = set({ of: 'KIND', kind: 'APP' }, 1_400)
const seller = set({ of: 'SELLER', organisation }, 1_300)
const sellerApps = set({ of: 'SELLER_KIND', organisation, kind: 'APP' }, 1_200)
const item = set({ of: 'ITEM', itemId }, 1_100)

const found = (commands: readonly CommissionCommand[], of = sale, now = meta.now) =>
  commissionFor(of, after(...commands).state.rules, 2_000, now).basisPoints

t.test('the nearest word counts', async (t) => {
  t.equal(found([]), 2_000)
  t.equal(found([all]), 1_500)
  t.equal(found([all, apps]), 1_400)
  t.equal(found([all, apps, seller]), 1_300)
  t.equal(found([all, apps, seller, sellerApps]), 1_200)
  t.equal(found([sellerApps], { ...sale, ofListing: 900 }), 900)
  t.equal(found([item, sellerApps], { ...sale, ofListing: 900 }), 1_100)
  t.equal(found([apps, sellerApps], { ...sale, kind: 'DEVICE' }), 2_000)
})
t.test('a rule counts while it is valid, and until it is ended', async (t) => {
  const later = '2026-03-01T00:00:00.000Z'
  const spring = set({ of: 'SELLER', organisation }, 500, {
    validFrom: '2026-02-01T00:00:00.000Z',
    validUntil: later,
  })
  t.equal(found([seller, spring]), 1_300)
  t.equal(found([seller, spring], sale, '2026-02-01T00:00:00.000Z'), 500)
  t.equal(found([seller, spring], sale, later), 1_300)
  t.equal(found([seller, { type: 'EndRule', ruleId: seller.ruleId }]), 2_000)
})
t.test('of two that begin together the last one made counts', async (t) =>
  t.equal(found([all, set({ of: 'ALL' }, 1_600)]), 1_600),
)
t.test('rules that make no sense are refused', async (t) => {
  const past = '2025-01-01T00:00:00.000Z'
  given()
    .when(set({ of: 'ALL' }, 1, { validUntil: past }))
    .then('INVALID_INPUT')
  given()
    .when({ type: 'EndRule', ruleId: idNamed('none') })
    .then('NOT_FOUND')
  after(all).when(all).then([])
  for (const wrong of [-1, 15_000, 10_001, 0.5]) t.notOk(BasisPoints.safeParse(wrong).success)
  for (const right of [0, 10_000]) t.ok(BasisPoints.safeParse(right).success)
})

t.test('whatever the rules say, the parts of a charge are the whole', async () => {
  const points = fc.integer({ min: 0, max: 10_000 })
  const rule =
    (scope: CommissionScope) =>
    (basisPoints: number): CommissionRule => ({
      ruleId: idNamed('rule'),
      ...{ scope, basisPoints },
      validFrom: meta.now,
    })
  const devices = points.map(rule({ of: 'KIND', kind: 'DEVICE' }))
  const ofApps = points.map(rule({ of: 'KIND', kind: 'APP' }))
  const amount = fc.bigInt({ min: 0n, max: 10n ** 20n })
  fc.assert(
    fc.property(amount, amount, devices, ofApps, (device, fee, ...rules) => {
      const of = (kind: Sale['kind']) =>
        commissionFor({ ...sale, kind }, rules, 0, meta.now).basisPoints
      const shares = splitShares(device, of('DEVICE'), {
        amount: fee,
        sellerOrganisation: organisation,
        commissionBasisPoints: of('APP'),
      })
      const { providerShare, sellerShare, commission } = shares
      const parts = [providerShare, sellerShare, commission]
      if (parts.some((part) => part < 0n)) return false
      const exact = BigInt(of('DEVICE')) * device + BigInt(of('APP')) * fee
      const off = commission * 10_000n - exact
      // Each of the two is rounded once, by less than a minor unit.
      return (
        providerShare + sellerShare + commission === device + fee && off < 20_000n && off > -20_000n
      )
    }),
  )
})

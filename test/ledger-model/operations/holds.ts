import { between, chance } from '../../../ops/faults/draw.ts'
import { book } from '../model/books.ts'
import { count, isBeyondLimit, lastOf, putBack, spendable, take, uncount } from '../model/purse.ts'
import { accounts, aftermath, cardOf, type HoldModel, type WalletModel } from '../model/wallet.ts'
import {
  anAmount,
  anEnd,
  devices,
  freshId,
  iso,
  payeeIds,
  some,
  someId,
  users,
  type Operation,
  type World,
} from '../world.ts'
import { earn } from './payees.ts'
import { split } from './shares.ts'

/** Reserving for jobs, on credit or on a card, and what becomes of it. */
export const onHolds = (world: World, wallet: WalletModel): Operation => {
  const kind = between(world.random, 0, 9)
  if (kind < 4) return hold(world, wallet)
  if (kind < 7) return capture(world, wallet)
  return kind < 9 ? release(world, wallet) : refund(world, wallet)
}

const isLate = (hold: HoldModel, now: number): boolean =>
  hold.status === 'EXPIRED' || (hold.status === 'OPEN' && hold.until <= now)

const hold = (world: World, wallet: WalletModel): Operation => {
  const { books, now, random } = world
  const holdId = someId(world, wallet.holds.keys(), 0.9)
  const amount = Math.max(1, anAmount(world))
  const card = chance(random, 0.25) ? someId(world, wallet.cards.keys()) : undefined
  const until = chance(random, 0.3) ? anEnd(world, 24) : Infinity
  const [user, device] = [some(world, users), some(world, devices)]
  return {
    on: 'wallet',
    id: wallet.id,
    command: {
      type: 'HoldFunds',
      ...{ holdId, jobId: freshId(world), amount: BigInt(amount) },
      spender: { userId: user, deviceId: device },
      ...(card === undefined ? {} : { backing: { paymentId: card } }),
      ...(until === Infinity ? {} : { expiresAt: iso(until) }),
    },
    model: () => {
      const known = wallet.holds.get(holdId)
      if (known?.status === 'VOIDED') return 'refused'
      if (known !== undefined) return known.size === amount ? 'nothing' : 'refused'
      if (until <= now || wallet.debt > 0) return 'refused'
      if (isBeyondLimit(wallet, { user, device }, amount, now)) return 'refused'
      if (card !== undefined && cardOf(wallet, card).backs !== undefined) return 'refused'
      if (card === undefined && amount > spendable(wallet, device, now)) return 'refused'
      const { credit, held, authorised } = accounts(wallet)
      const parts = card === undefined ? take(wallet, amount, device, now) : []
      book(books, card === undefined ? credit : authorised, held, amount)
      wallet.held += amount
      if (card !== undefined) cardOf(wallet, card).backs = holdId
      wallet.holds.set(holdId, {
        ...{ status: 'OPEN', size: amount, until, parts },
        ...(card === undefined ? {} : { card }),
        counted: count(wallet, { user, device }, amount, now),
        ...{ captured: 0, refunded: 0, provider: 0, providerBack: 0, seller: 0, sellerBack: 0 },
      })
      return 'done'
    },
  }
}

const capture = (world: World, wallet: WalletModel): Operation => {
  const { books, now, random } = world
  const holdId = someId(world, wallet.holds.keys(), 0.03)
  const known = wallet.holds.get(holdId)
  const size = known === undefined || known.status === 'VOIDED' ? 10 : known.size
  const device = between(random, 0, chance(random, 0.05) ? size + 5 : size)
  const feeAmount = chance(random, 0.4) ? between(random, 0, 20) : undefined
  const [provider, seller] = [some(world, payeeIds), some(world, payeeIds)]
  const [deviceShare, feeShare] = [some(world, [0, 1_500, 3_333]), some(world, [2_000, 777])]
  return {
    on: 'wallet',
    id: wallet.id,
    command: {
      type: 'CaptureHold',
      ...{ holdId, amount: BigInt(device), providerOrganisation: provider },
      commissionBasisPoints: deviceShare,
      ...(feeAmount === undefined
        ? {}
        : {
            fee: {
              amount: BigInt(feeAmount),
              sellerOrganisation: seller,
              commissionBasisPoints: feeShare,
            },
          }),
    },
    model: ({ spread }) => {
      const total = device + (feeAmount ?? 0)
      if (known === undefined || known.status === 'VOIDED') return 'refused'
      if (known.status === 'CAPTURED' && known.captured === total) return 'nothing'
      if (isLate(known, now) || known.status !== 'OPEN' || total > known.size) return 'refused'
      const { credit, held, authorised } = accounts(wallet)
      const ofDevice = split(device, deviceShare)
      const ofFee = split(feeAmount ?? 0, feeShare)
      const rest = known.size - total
      book(books, held, `provider_payable:${provider}`, ofDevice.theirs)
      book(books, held, `seller_payable:${seller}`, ofFee.theirs)
      book(books, held, 'commission_revenue', ofDevice.ours + ofFee.ours)
      book(books, held, known.card === undefined ? credit : authorised, rest)
      earn(world, provider, { ofDevices: ofDevice.theirs })
      earn(world, seller, { ofApps: ofFee.theirs })
      const { kept, back } = lastOf(known.parts, known.card === undefined ? rest : 0)
      const reached = putBack(wallet, back, now, false)
      uncount(wallet, known.counted, rest)
      if (known.card !== undefined) cardOf(wallet, known.card).captured += total
      wallet.held -= known.size
      known.status = 'CAPTURED'
      known.captured = total
      known.parts = kept
      known.provider = ofDevice.theirs
      known.seller = ofFee.theirs
      known.providerOrganisation = provider
      if (feeAmount !== undefined) known.sellerOrganisation = seller
      aftermath(books, wallet, reached, spread)
      return 'done'
    },
  }
}

const release = (world: World, wallet: WalletModel): Operation => {
  const { books, now } = world
  const holdId = someId(world, wallet.holds.keys(), 0.05)
  const type = some(world, ['ReleaseHold', 'ExpireHold', 'VoidHold'])
  return {
    on: 'wallet',
    id: wallet.id,
    command: { type, holdId, ...(type === 'ReleaseHold' ? { reason: 'x' } : {}) },
    model: ({ spread }) => {
      const known = wallet.holds.get(holdId)
      if (type === 'VoidHold' && known === undefined) {
        wallet.holds.set(holdId, { status: 'VOIDED' })
        return 'done'
      }
      if (type === 'VoidHold' && known?.status === 'VOIDED') return 'nothing'
      if (known === undefined || known.status === 'VOIDED') return 'refused'
      if (type === 'ExpireHold' && !(known.status === 'OPEN' && isLate(known, now)))
        return 'nothing'
      if (known.status === 'CAPTURED') return 'refused'
      if (known.status !== 'OPEN') return 'nothing'
      const { credit, held, authorised } = accounts(wallet)
      book(books, held, known.card === undefined ? credit : authorised, known.size)
      wallet.held -= known.size
      const reached = putBack(wallet, known.parts, now, false)
      uncount(wallet, known.counted, known.size)
      known.status = type === 'ExpireHold' ? 'EXPIRED' : 'RELEASED'
      aftermath(books, wallet, reached, spread)
      return 'done'
    },
  }
}

const refund = (world: World, wallet: WalletModel): Operation => {
  const { books, now } = world
  const holdId = someId(world, wallet.holds.keys(), 0.03)
  const amount = chance(world.random, 0.7) ? between(world.random, 1, 40) : anAmount(world)
  return {
    on: 'wallet',
    id: wallet.id,
    command: { type: 'RefundCharge', holdId, amount: BigInt(amount), reason: 'x' },
    model: ({ spread }) => {
      const known = wallet.holds.get(holdId)
      if (known?.status !== 'CAPTURED' || amount === 0) return 'refused'
      const all = known.refunded + amount
      if (all > known.captured) return 'refused'
      const both = known.provider + known.seller
      const given = Math.floor((both * all) / known.captured)
      const byProvider = both === 0 ? 0 : Math.floor((known.provider * given) / both)
      const provider = byProvider - known.providerBack
      const seller = given - byProvider - known.sellerBack
      const { credit } = accounts(wallet)
      book(books, `provider_payable:${known.providerOrganisation ?? ''}`, credit, provider)
      book(books, `seller_payable:${known.sellerOrganisation ?? ''}`, credit, seller)
      book(books, 'commission_revenue', credit, amount - provider - seller)
      earn(world, known.providerOrganisation ?? '', { ofDevices: -provider })
      if (known.sellerOrganisation !== undefined)
        earn(world, known.sellerOrganisation, { ofApps: -seller })
      known.refunded = all
      known.providerBack += provider
      known.sellerBack += seller
      const { kept, back } = lastOf(known.parts, known.card === undefined ? amount : 0)
      known.parts = kept
      const returned = known.card === undefined ? back : [{ amount }]
      const reached = putBack(wallet, returned, now, true)
      uncount(wallet, known.counted, amount)
      aftermath(books, wallet, reached, spread)
      return 'done'
    },
  }
}

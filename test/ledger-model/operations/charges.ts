import { between } from '../../../ops/faults/draw.ts'
import { book } from '../model/books.ts'
import {
  count,
  isBeyondLimit,
  lastOf,
  openLimit,
  putBack,
  spendable,
  take,
  uncount,
} from '../model/purse.ts'
import { accounts, aftermath, type WalletModel } from '../model/wallet.ts'
import {
  anAmount,
  freshId,
  payeeIds,
  devices,
  some,
  someId,
  users,
  type Operation,
  type World,
} from '../world.ts'
import { earn } from './payees.ts'
import { split } from './shares.ts'

/** Periods of subscriptions, paid at once, and given back. */
export const onCharges = (world: World, wallet: WalletModel): Operation => {
  const { books, now } = world
  const kind = between(world.random, 0, 5)
  const chargeId = someId(world, wallet.charges.keys(), kind < 3 ? 0.85 : 0.05)
  const known = wallet.charges.get(chargeId)
  const { credit } = accounts(wallet)
  const [on, id] = ['wallet', wallet.id] as const
  const [seller = ''] = payeeIds
  if (kind < 3) {
    const [amount, user] = [anAmount(world), some(world, users)]
    const basisPoints = some(world, [1_000, 1_501])
    return {
      ...{ on, id },
      command: {
        type: 'ChargeWallet',
        ...{ chargeId, purpose: 'SUBSCRIPTION_PERIOD', subjectId: freshId(world) },
        ...{ amount: BigInt(amount), sellerOrganisation: seller, spender: { userId: user } },
        commissionBasisPoints: basisPoints,
      },
      model: () => {
        if (known?.status === 'VOIDED') return 'refused'
        if (known !== undefined) return known.size === amount ? 'nothing' : 'refused'
        if (amount === 0 || wallet.debt > 0) return 'refused'
        if (isBeyondLimit(wallet, { user }, amount, now)) return 'refused'
        if (amount > spendable(wallet, undefined, now)) return 'refused'
        const parts = take(wallet, amount, undefined, now)
        const { theirs, ours } = split(amount, basisPoints)
        book(books, credit, `seller_payable:${seller}`, theirs)
        book(books, credit, 'commission_revenue', ours)
        earn(world, seller, { ofApps: theirs })
        const counted = count(wallet, { user }, amount, now)
        wallet.charges.set(chargeId, {
          ...{ status: 'CHARGED', size: amount, seller: theirs, sellerBack: 0, refunded: 0 },
          ...{ refunds: new Set(), parts, counted },
        })
        return 'done'
      },
    }
  }
  const isVoid = kind === 5
  const refundId = someId(world, known?.status === 'CHARGED' ? known.refunds : [], 0.8)
  const wish = anAmount(world)
  return {
    ...{ on, id },
    command: isVoid
      ? { type: 'VoidWalletCharge', chargeId, refundId, reason: 'x' }
      : { type: 'RefundWalletCharge', chargeId, refundId, amount: BigInt(wish), reason: 'x' },
    model: ({ spread }) => {
      if (isVoid && known?.status === 'VOIDED') return 'nothing'
      if (isVoid && known === undefined) {
        wallet.charges.set(chargeId, { status: 'VOIDED' })
        return 'done'
      }
      if (known?.status !== 'CHARGED') return 'refused'
      const amount = isVoid ? known.size - known.refunded : wish
      if (isVoid && amount === 0) return 'nothing'
      if (known.refunds.has(refundId)) return 'nothing'
      const all = known.refunded + amount
      if (amount === 0 || all > known.size) return 'refused'
      const theirs = Math.floor((known.seller * all) / known.size) - known.sellerBack
      book(books, `seller_payable:${seller}`, credit, theirs)
      book(books, 'commission_revenue', credit, amount - theirs)
      earn(world, seller, { ofApps: -theirs })
      known.refunded = all
      known.sellerBack += theirs
      known.refunds.add(refundId)
      const { kept, back } = lastOf(known.parts, amount)
      known.parts = kept
      uncount(wallet, known.counted, amount)
      aftermath(books, wallet, putBack(wallet, back, now, true), spread)
      return 'done'
    },
  }
}

/** One limit on each subject and window at most: the same id always means the same. */
export const onLimits = (world: World, wallet: WalletModel): Operation => {
  const scope = some(world, ['ORGANISATION', 'USER', 'DEVICE'] as const)
  const window = some(world, ['DAY', 'MONTH', 'TOTAL'] as const)
  const subject =
    scope === 'ORGANISATION' ? undefined : some(world, scope === 'USER' ? users : devices)
  const limitId = someId(world, wallet.limits.keys(), 0.5)
  const amount = between(world.random, 0, 3_000)
  const known = wallet.limits.get(limitId)
  const isRemoval = between(world.random, 0, 4) === 0
  return {
    on: 'wallet',
    id: wallet.id,
    command: isRemoval
      ? { type: 'RemoveSpendingLimit', limitId }
      : {
          type: 'SetSpendingLimit',
          ...{ limitId, scope, window, amount: BigInt(amount) },
          ...(subject === undefined ? {} : { subjectId: subject }),
        },
    model: () => {
      if (isRemoval) {
        if (known === undefined) return 'refused'
        if (known.removed) return 'nothing'
        known.removed = true
        return 'done'
      }
      const isSame = known?.scope === scope && known.subject === subject && known.window === window
      if (known !== undefined && (known.removed || !isSame)) return 'refused'
      if (known !== undefined) {
        if (known.limit === amount) return 'nothing'
        known.limit = amount
        return 'done'
      }
      const twin = [...wallet.limits.values()].some(
        (each) =>
          !each.removed &&
          each.scope === scope &&
          each.subject === subject &&
          each.window === window,
      )
      if (twin) return 'refused'
      wallet.limits.set(limitId, {
        ...{ scope, window, limit: amount },
        ...(subject === undefined ? {} : { subject }),
        ...openLimit(window, world.now),
      })
      return 'done'
    },
  }
}

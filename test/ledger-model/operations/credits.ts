import { between, chance } from '../../../ops/faults/draw.ts'
import { book, type Verdict } from '../model/books.ts'
import { isOver } from '../model/purse.ts'
import { accounts, aftermath, endOf, type WalletModel } from '../model/wallet.ts'
import {
  anAmount,
  anEnd,
  devices,
  freshId,
  iso,
  some,
  someId,
  type Operation,
  type World,
} from '../world.ts'

const hour = 3_600_000
const none: ReadonlySet<string> = new Set()

/** What wallets get, and loses again without being spent: operators' credit, and grants to their end. */
export const onCredits = (world: World, wallet: WalletModel): Operation => {
  const { books, now } = world
  const { credit } = accounts(wallet)
  const on = 'wallet'
  const { id } = wallet
  const kind = between(world.random, 0, 9)
  const reason = 'x'
  if (kind < 3) {
    const amount = anAmount(world)
    const transaction = freshId(world)
    return {
      ...{ on, id },
      command: { type: 'CreditWallet', amount: BigInt(amount), reason, transaction },
      model: ({ spread }) => {
        if (amount === 0) return 'refused'
        book(books, 'operator_grant', credit, amount)
        wallet.base += amount
        wallet.credits.set(transaction, { amount, reversed: false })
        aftermath(books, wallet, none, spread)
        return 'done'
      },
    }
  }
  if (kind < 4) {
    const transactionId = someId(world, wallet.credits.keys(), 0.1)
    return {
      ...{ on, id },
      command: { type: 'ReverseCredit', transactionId, reason },
      model: () => {
        const known = wallet.credits.get(transactionId)
        if (known === undefined || known.reversed || known.amount > wallet.base) return 'refused'
        known.reversed = true
        wallet.base -= known.amount
        book(books, credit, 'operator_grant', known.amount)
        return 'done'
      },
    }
  }
  if (kind < 7) return grant(world, wallet)
  const grantId = someId(world, wallet.grants.keys(), 0.05)
  const isVoid = kind === 9
  return {
    ...{ on, id },
    command: isVoid ? { type: 'VoidGrant', grantId, reason } : { type: 'ExpireGrant', grantId },
    model: (): Verdict => {
      const known = wallet.grants.get(grantId)
      if (known === undefined) return 'refused'
      const end = (over: 'EXPIRED' | 'VOIDED', amount: number): void => {
        book(books, credit, endOf(known.promotional, over), amount)
        known.left -= amount
      }
      if (isVoid) {
        if (known.over === 'VOIDED') return 'nothing'
        if (known.over === 'EXPIRED') return 'refused'
        known.over = 'VOIDED'
        end('VOIDED', known.left)
        return 'done'
      }
      if (known.over !== undefined || !isOver(known, now)) return 'nothing'
      const { rollover } = known
      if (rollover === undefined || known.rolled >= rollover.times) {
        known.over = 'EXPIRED'
        end('EXPIRED', known.left)
      } else {
        end('EXPIRED', Math.max(0, known.left - rollover.maximum))
        known.rolled += 1
        known.until += rollover.days * 24 * hour
      }
      return 'done'
    },
  }
}

const grant = (world: World, wallet: WalletModel): Operation => {
  const { books, now, random } = world
  const grantId = someId(world, wallet.grants.keys(), 0.9)
  const amount = anAmount(world)
  const promotional = chance(random, 0.5)
  const priority = some(world, [10, 50, 90])
  const from = now + some(world, [-1, 0, 0, 5]) * hour
  const until = chance(random, 0.7) ? anEnd(world, 72) : Infinity
  const device = chance(random, 0.3) ? some(world, devices) : undefined
  const rollover =
    until !== Infinity && chance(random, 0.4) ? { maximum: 50, days: 1, times: 2 } : undefined
  return {
    on: 'wallet',
    id: wallet.id,
    command: {
      type: 'GrantCredit',
      ...{ grantId, amount: BigInt(amount), reason: 'x' },
      terms: {
        category: promotional ? 'PROMOTIONAL' : 'PAID',
        ...{ priority, effectiveAt: iso(from) },
        ...(until === Infinity ? {} : { expiresAt: iso(until) }),
        ...(device === undefined ? {} : { applicability: { deviceIds: [device] } }),
        ...(rollover === undefined ? {} : { rollover: { ...rollover, maximum: '50' } }),
      },
    },
    model: () => {
      const known = wallet.grants.get(grantId)
      if (known !== undefined) return known.size === amount ? 'nothing' : 'refused'
      if (amount === 0 || until <= from || until <= now) return 'refused'
      const order = Math.max(-1, ...[...wallet.grants.values()].map((each) => each.order)) + 1
      wallet.grants.set(grantId, {
        ...{ left: amount, size: amount, promotional, priority, from, until, rolled: 0, order },
        ...(device === undefined ? {} : { device }),
        ...(rollover === undefined ? {} : { rollover }),
      })
      book(
        books,
        promotional ? 'promotion_expense' : 'operator_grant',
        accounts(wallet).credit,
        amount,
      )
      return 'done'
    },
  }
}

import { chance } from '../../../ops/faults/draw.ts'
import { book } from '../model/books.ts'
import { lastOf, putBack, spendable, take } from '../model/purse.ts'
import { accounts, aftermath, type WalletModel } from '../model/wallet.ts'
import { anAmount, freshId, someId, type Operation, type World } from '../world.ts'

/** What wallets pay of bills, in tries, and get back for credit notes. */
export const onWalletBills = (world: World, wallet: WalletModel): Operation => {
  const { books, now } = world
  const billId = someId(world, wallet.bills.keys(), 0.5)
  const amount = anAmount(world)
  const known = wallet.bills.get(billId)
  const { credit, owed } = accounts(wallet)
  const [on, id] = ['wallet', wallet.id] as const
  if (chance(world.random, 0.6)) {
    const tryId = someId(world, known?.tries ?? [], 0.8)
    const upTo = chance(world.random, 0.5)
    return {
      ...{ on, id },
      command: { type: 'PayBill', billId, tryId, amount: BigInt(amount), upTo },
      model: () => {
        if (amount === 0) return 'refused'
        if (known?.tries.has(tryId) === true) return 'nothing'
        const there = spendable(wallet, undefined, now)
        if (wallet.debt > 0 || there === 0 || (!upTo && amount > there)) return 'refused'
        const paid = Math.min(amount, there)
        const bill = known ?? {
          ...{ paid: 0, back: 0, tries: new Set<string>(), refunds: new Set<string>(), parts: [] },
        }
        wallet.bills.set(billId, bill)
        bill.tries.add(tryId)
        bill.paid += paid
        bill.parts = [...bill.parts, ...take(wallet, paid, undefined, now)]
        book(books, credit, owed, paid)
        return 'done'
      },
    }
  }
  const refundId =
    known !== undefined && chance(world.random, 0.2)
      ? someId(world, known.refunds, 0)
      : freshId(world)
  return {
    ...{ on, id },
    command: { type: 'RefundBill', billId, refundId, amount: BigInt(amount), reason: 'x' },
    model: ({ spread }) => {
      if (amount === 0) return 'refused'
      if (known?.refunds.has(refundId) === true) return 'nothing'
      if (known === undefined || known.back + amount > known.paid) return 'refused'
      known.refunds.add(refundId)
      known.back += amount
      const { kept, back } = lastOf(known.parts, amount)
      known.parts = kept
      book(books, owed, credit, amount)
      aftermath(books, wallet, putBack(wallet, back, now, true), spread)
      return 'done'
    },
  }
}

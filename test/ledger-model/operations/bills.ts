import { between, chance } from '../../../ops/faults/draw.ts'
import { draftOf, due, finaliseAs, settled } from '../../kit/bills.ts'
import { book } from '../model/books.ts'
import type { BillModel } from '../model/others.ts'
import { freshId, some, someId, type Operation, type World } from '../world.ts'

/** Bills, issued, paid by card or by the wallet, charged back, voided, given up. */
export const onBills = (world: World): Operation => {
  const { books, random } = world
  const billId = someId(world, world.bills.keys(), 0.15)
  const known = world.bills.get(billId)
  const [on, id] = ['bill', billId] as const
  if (known === undefined) {
    const organisation = freshId(world)
    const net = between(random, 1, 5_000)
    const rest = between(random, 0, net)
    const lines = [due('a', BigInt(rest)), due('b', BigInt(net - rest)), settled('c', 17n)]
    return {
      ...{ on, id },
      command: { ...draftOf(lines), billId, organisation },
      model: () => {
        world.bills.set(billId, {
          ...{ status: 'DRAFT', organisation, net, tax: 0, paid: 0 },
          ...{ payments: new Map(), reversals: new Set() },
        })
        return 'done'
      },
    }
  }
  const owed = `customer_receivable:${known.organisation}`
  if (known.status === 'DRAFT')
    return {
      ...{ on, id },
      command: { ...finaliseAs('QH-1'), billId },
      model: () => {
        known.tax = Math.floor((known.net * 1_900 + 5_000) / 10_000)
        known.status = 'OPEN'
        book(books, owed, 'usage_revenue', known.net)
        book(books, owed, 'tax_payable', known.tax)
        return 'done'
      },
    }
  const open = known.net + known.tax - known.paid
  const kind = between(random, 0, 9)
  if (kind < 4 && known.status !== 'VOID' && open > 0) return pay(world, billId, known, open)
  if (kind < 7) return reverse(world, billId, known)
  const type = some(world, ['VoidBill', 'MarkUncollectible'])
  return {
    ...{ on, id },
    command: { type, billId, reason: 'x' },
    model: () => {
      const status = type === 'VoidBill' ? 'VOID' : 'UNCOLLECTIBLE'
      if (known.status === status) return 'nothing'
      if (known.status !== 'OPEN') return 'refused'
      if (status === 'VOID' && known.payments.size > 0) return 'refused'
      if (status === 'VOID') {
        book(books, 'usage_revenue', owed, known.net)
        book(books, 'tax_payable', owed, known.tax)
      } else book(books, 'bad_debt', owed, open)
      known.status = status
      return 'done'
    },
  }
}

const pay = (world: World, billId: string, bill: BillModel, open: number): Operation => {
  const { books, random } = world
  const paymentId = someId(world, bill.payments.keys(), 0.8)
  const isCard = !bill.payments.has(paymentId) && chance(random, 0.7)
  const amount = chance(random, 0.3) ? open : between(random, 0, open)
  return {
    on: 'bill',
    id: billId,
    command: {
      type: 'RecordBillPayment',
      ...{ billId, paymentId, source: isCard ? 'CARD' : 'WALLET', amount: BigInt(amount) },
    },
    model: () => {
      if (bill.payments.has(paymentId)) return 'nothing'
      if (amount === 0) return 'refused'
      const owed = `customer_receivable:${bill.organisation}`
      const isLost = bill.status === 'UNCOLLECTIBLE'
      if (isCard) book(world.books, 'psp_clearing', isLost ? 'bad_debt' : owed, amount)
      else if (isLost) book(books, owed, 'bad_debt', amount)
      // What a wallet paid goes back to no card.
      bill.payments.set(paymentId, isCard ? amount : 0)
      bill.paid += amount
      if (bill.paid === bill.net + bill.tax) bill.status = 'PAID'
      return 'done'
    },
  }
}

const reverse = (world: World, billId: string, bill: BillModel): Operation => {
  const reversalId = someId(world, bill.reversals, 0.8)
  const paymentId = someId(world, bill.payments.keys(), 0.05)
  const amount = between(world.random, 0, 600)
  return {
    on: 'bill',
    id: billId,
    command: {
      type: 'ReverseBillPayment',
      ...{ billId, reversalId, paymentId, amount: BigInt(amount), why: 'DISPUTE' },
    },
    model: () => {
      if (bill.reversals.has(reversalId)) return 'nothing'
      const there = bill.payments.get(paymentId) ?? 0
      if (amount === 0 || amount > there) return 'refused'
      const isLost = bill.status === 'UNCOLLECTIBLE'
      const account = isLost ? 'bad_debt' : `customer_receivable:${bill.organisation}`
      book(world.books, account, 'psp_clearing', amount)
      bill.payments.set(paymentId, there - amount)
      bill.reversals.add(reversalId)
      bill.paid -= amount
      if (bill.status === 'PAID') bill.status = 'OPEN'
      return 'done'
    },
  }
}

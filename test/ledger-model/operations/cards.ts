import { between, chance } from '../../../ops/faults/draw.ts'
import { book } from '../model/books.ts'
import { accounts, aftermath, cardOf, paidBy, type WalletModel } from '../model/wallet.ts'
import { anAmount, some, someId, type Operation, type World } from '../world.ts'

const none: ReadonlySet<string> = new Set()

/** Money that comes from cards, goes back to them, and is fought over. */
export const onCards = (world: World, wallet: WalletModel): Operation => {
  const kind = between(world.random, 0, 9)
  if (kind < 5) return payment(world, wallet)
  return kind < 8 ? withdrawal(world, wallet) : dispute(world, wallet)
}

const payment = (world: World, wallet: WalletModel): Operation => {
  const { books, random } = world
  const type = some(world, ['CreditFromPayment', 'SettleCardCapture', 'FailCardCapture'] as const)
  const paymentId = someId(world, wallet.cards.keys(), type === 'CreditFromPayment' ? 0.8 : 0.05)
  const known = wallet.cards.get(paymentId)
  const open = (known?.captured ?? 0) - (known?.settled ?? 0) - (known?.failed ?? 0)
  const amount = chance(random, 0.6) && open > 0 ? between(random, 1, open) : anAmount(world)
  return {
    on: 'wallet',
    id: wallet.id,
    command: { type, paymentId, amount: BigInt(amount) },
    model: ({ spread }) => {
      const member = {
        CreditFromPayment: 'credited',
        SettleCardCapture: 'settled',
        FailCardCapture: 'failed',
      } as const
      const before = known?.[member[type]]
      if (before !== undefined) return before === amount ? 'nothing' : 'refused'
      if (amount === 0) return 'refused'
      const { credit, authorised, owed } = accounts(wallet)
      if (type === 'CreditFromPayment') {
        book(books, 'psp_clearing', credit, amount)
        wallet.base += amount
      } else {
        if (amount > open) return 'refused'
        book(books, type === 'SettleCardCapture' ? 'psp_clearing' : owed, authorised, amount)
        if (type === 'FailCardCapture') wallet.debt += amount
      }
      cardOf(wallet, paymentId)[member[type]] = amount
      aftermath(books, wallet, none, spread)
      return 'done'
    },
  }
}

const withdrawal = (world: World, wallet: WalletModel): Operation => {
  const { books } = world
  const type = some(world, ['WithdrawToCard', 'SettleWithdrawal', 'ReturnWithdrawal'] as const)
  const refundId = someId(world, wallet.withdrawals.keys(), type === 'WithdrawToCard' ? 0.9 : 0.05)
  const paymentId = someId(world, wallet.cards.keys(), 0.05)
  const amount = anAmount(world)
  const known = wallet.withdrawals.get(refundId)
  return {
    on: 'wallet',
    id: wallet.id,
    command:
      type === 'WithdrawToCard'
        ? { type, refundId, paymentId, amount: BigInt(amount) }
        : { type, refundId },
    model: ({ spread }) => {
      const { credit, returning } = accounts(wallet)
      if (type === 'WithdrawToCard') {
        if (known !== undefined)
          return known.amount === amount && known.card === paymentId ? 'nothing' : 'refused'
        const card = wallet.cards.get(paymentId)
        if (amount === 0 || card === undefined || amount > paidBy(card) || amount > wallet.base)
          return 'refused'
        wallet.withdrawals.set(refundId, { status: 'STARTED', card: paymentId, amount })
        card.withdrawn += amount
        wallet.base -= amount
        book(books, credit, returning, amount)
        return 'done'
      }
      if (known === undefined) return 'refused'
      const status = type === 'SettleWithdrawal' ? 'SETTLED' : 'RETURNED'
      if (known.status === status) return 'nothing'
      if (known.status !== 'STARTED') return 'refused'
      known.status = status
      book(books, returning, status === 'SETTLED' ? 'psp_clearing' : credit, known.amount)
      if (status === 'RETURNED') {
        cardOf(wallet, known.card).withdrawn -= known.amount
        wallet.base += known.amount
      }
      aftermath(books, wallet, none, spread)
      return 'done'
    },
  }
}

const dispute = (world: World, wallet: WalletModel): Operation => {
  const { books } = world
  const isOpening = chance(world.random, 0.5)
  const disputeId = someId(world, wallet.disputes.keys(), isOpening ? 0.9 : 0.05)
  const paymentId = someId(world, wallet.cards.keys(), 0.05)
  const amount = anAmount(world)
  const outcome = some(world, ['WON', 'LOST'] as const)
  const known = wallet.disputes.get(disputeId)
  return {
    on: 'wallet',
    id: wallet.id,
    command: isOpening
      ? { type: 'OpenDispute', disputeId, paymentId, amount: BigInt(amount) }
      : { type: 'CloseDispute', disputeId, outcome },
    model: ({ spread }) => {
      const { credit, disputed, owed } = accounts(wallet)
      if (isOpening) {
        if (known !== undefined)
          return known.amount === amount && known.card === paymentId ? 'nothing' : 'refused'
        const card = wallet.cards.get(paymentId)
        if (amount === 0 || card === undefined || amount > paidBy(card)) return 'refused'
        card.disputed += amount
        wallet.debt += amount
        wallet.disputes.set(disputeId, { status: 'OPEN', card: paymentId, amount, short: amount })
        book(books, disputed, 'psp_clearing', amount)
        aftermath(books, wallet, none, spread)
        return 'done'
      }
      if (known === undefined) return 'refused'
      if (known.status === outcome) return 'nothing'
      if (known.status !== 'OPEN') return 'refused'
      known.status = outcome
      const { short } = known
      known.short = 0
      if (outcome === 'LOST') book(books, owed, disputed, short)
      else {
        book(books, 'psp_clearing', disputed, short)
        book(books, 'psp_clearing', credit, known.amount - short)
        wallet.base += known.amount - short
        wallet.debt -= short
        cardOf(wallet, known.card).disputed -= known.amount
      }
      aftermath(books, wallet, none, spread)
      return 'done'
    },
  }
}

import { closed, opened } from '../../shared/books.ts'
import { setById } from '../../shared/id-map.ts'
import { exhausted } from '../../shared/values.ts'
import type { BookEvent } from './book-events.ts'
import { readEntries, ReadTopUp, ReadWithdrawn } from './entries.ts'
import { initial, type Wallet } from './wallet-state.ts'

type Brought = Extract<BookEvent, { type: 'EntryBroughtForward' }>['data']['brought']

export const evolveBooks = (state: Wallet, { type, data }: BookEvent): Wallet => {
  switch (type) {
    case 'BooksClosed':
      return { ...state, book: closed(state.book, data) }
    case 'BooksOpened': {
      const { walletId, organisation, asset, available, held, debt } = data
      const { grants, limits, disputes, topUp } = data
      return {
        ...initial,
        ...{ walletId, organisation, asset },
        book: opened(data),
        available: BigInt(available),
        held: BigInt(held),
        debt: BigInt(debt),
        lastTopUp: BigInt(data.lastTopUp),
        grants: grants.reduce(
          (all, grant) => setById(all, grant.grantId, readEntries.grants.parse(grant)),
          initial.grants,
        ),
        limits: limits.reduce(
          (all, limit) => setById(all, limit.limitId, readEntries.limits.parse(limit)),
          initial.limits,
        ),
        disputes: disputes.reduce(
          (all, { id, entry }) => setById(all, id, readEntries.disputes.parse(entry)),
          initial.disputes,
        ),
        withdrawn: ReadWithdrawn.parse(data.withdrawn),
        ...(topUp === undefined ? {} : { topUp: ReadTopUp.parse(topUp) }),
      }
    }
    case 'EntryBroughtForward':
      return withEntry(state, data.brought)
    default:
      return exhausted(type)
  }
}

/** What the stored contract let through, the other form of it reads. */
const withEntry = (state: Wallet, brought: Brought): Wallet => {
  const { id, entry } = brought
  switch (brought.in) {
    case 'holds':
      return { ...state, holds: setById(state.holds, id, readEntries.holds.parse(entry)) }
    case 'charges':
      return { ...state, charges: setById(state.charges, id, readEntries.charges.parse(entry)) }
    case 'grants':
      return { ...state, grants: setById(state.grants, id, readEntries.grants.parse(entry)) }
    case 'limits':
      return { ...state, limits: setById(state.limits, id, readEntries.limits.parse(entry)) }
    case 'credits':
      return { ...state, credits: setById(state.credits, id, readEntries.credits.parse(entry)) }
    case 'cards':
      return { ...state, cards: setById(state.cards, id, readEntries.cards.parse(entry)) }
    case 'withdrawals': {
      const withdrawal = readEntries.withdrawals.parse(entry)
      return { ...state, withdrawals: setById(state.withdrawals, id, withdrawal) }
    }
    case 'disputes':
      return { ...state, disputes: setById(state.disputes, id, readEntries.disputes.parse(entry)) }
    case 'bills':
      return { ...state, bills: setById(state.bills, id, readEntries.bills.parse(entry)) }
    case 'deposits':
      return { ...state, deposits: setById(state.deposits, id, readEntries.deposits.parse(entry)) }
    case 'chainWithdrawals': {
      const withdrawal = readEntries.chainWithdrawals.parse(entry)
      return { ...state, chainWithdrawals: setById(state.chainWithdrawals, id, withdrawal) }
    }
    case 'exchanges': {
      const exchange = readEntries.exchanges.parse(entry)
      return { ...state, exchanges: setById(state.exchanges, id, exchange) }
    }
    default:
      return exhausted(brought)
  }
}

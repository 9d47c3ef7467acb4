import { between, chance } from '../../../ops/faults/draw.ts'
import { credit, debit } from '../../../domain/billing/ledger/postings.ts'
import { book } from '../model/books.ts'
import {
  anAmount,
  anEnd,
  asset,
  freshId,
  iso,
  some,
  someId,
  type Operation,
  type World,
} from '../world.ts'

const own = ['psp_fees', 'psp_clearing', 'bad_debt', 'adjustment_expense', 'commission_revenue']
const foreign = ['customer_credit:x-USD', 'usage_revenue', 'petty_cash']
const day = 86_400_000

/** Operators' adjusting entries: at once or pending, posted in part, given up, expired, reversed. */
export const onJournal = (world: World): Operation => {
  const { books, now, random } = world
  const kind = between(random, 0, 7)
  const entryId = kind < 3 ? freshId(world) : someId(world, world.journal.keys(), 0.02)
  const amount = anAmount(world)
  const known = world.journal.get(entryId)
  const [on, id, reason] = ['journal', entryId, 'x'] as const
  if (kind < 3) {
    const debited = some(world, own)
    const credited = chance(random, 0.1) ? some(world, foreign) : some(world, own)
    const until = kind === 0 ? undefined : anEnd(world)
    // Written with the domain's own words for legs: what a caller would send.
    const legs = [
      ...debit(debited, BigInt(amount)),
      ...credit(credited, BigInt(amount) + (chance(random, 0.05) ? 1n : 0n)),
    ]
    const isBalanced = legs.length === 2 && legs[0]?.amount === legs[1]?.amount
    return {
      ...{ on, id },
      command: {
        type: until === undefined ? 'RecordEntry' : 'PrepareEntry',
        ...{ entryId, asset, legs, reason },
        ...(until === undefined ? {} : { expiresAt: iso(until) }),
      },
      model: () => {
        if (!isBalanced || foreign.includes(credited)) return 'refused'
        if (until !== undefined && (until <= now || until > now + 90 * day)) return 'refused'
        if (until === undefined) book(books, debited, credited, amount)
        const status = until === undefined ? 'POSTED' : 'PENDING'
        world.journal.set(entryId, { status, debited, credited, amount, until: until ?? 0 })
        return 'done'
      },
    }
  }
  const part =
    chance(random, 0.5) || known === undefined
      ? undefined
      : known.amount +
        between(random, -known.amount + 1, 0) +
        (chance(random, 0.3) ? known.amount : 0)
  const type = some(world, ['PostEntry', 'PostEntry', 'VoidEntry', 'ExpireEntry', 'ReverseEntry'])
  return {
    ...{ on, id },
    command: {
      ...{ type, entryId, reason },
      ...(type === 'PostEntry' && part !== undefined && known !== undefined
        ? { legs: [...debit(known.debited, BigInt(part)), ...credit(known.credited, BigInt(part))] }
        : {}),
    },
    model: () => {
      if (known === undefined) return 'refused'
      const isPending = known.status === 'PENDING'
      switch (type) {
        case 'PostEntry': {
          const posted = part ?? known.amount
          if (!isPending || now >= known.until || posted > known.amount) return 'refused'
          book(books, known.debited, known.credited, posted)
          Object.assign(known, { status: 'POSTED', amount: posted })
          return 'done'
        }
        case 'VoidEntry':
          if (known.status === 'VOIDED') return 'nothing'
          if (!isPending) return 'refused'
          known.status = 'VOIDED'
          return 'done'
        case 'ExpireEntry':
          if (!isPending) return 'nothing'
          known.status = 'EXPIRED'
          return 'done'
        default:
          if (known.status !== 'POSTED') return 'refused'
          known.status = 'REVERSED'
          book(books, known.credited, known.debited, known.amount)
          return 'done'
      }
    },
  }
}

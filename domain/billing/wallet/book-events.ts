import { z } from 'zod'
import { Closing, Opening } from '../../shared/books.ts'
import { defineEvent, version, type EventOf } from '../../shared/event.ts'
import { Id } from '../../shared/values.ts'
import {
  StoredAmount,
  storedEntries,
  storedJobHolds,
  StoredTopUp,
  StoredWithdrawn,
} from './entries.ts'
import { WalletTransaction } from './transaction.ts'

const { holds, charges, grants, limits, credits, cards, withdrawals, disputes, bills } =
  storedEntries
const { deposits, chainWithdrawals, exchanges } = storedEntries
const named = <In extends string, Entry extends z.ZodType>(map: In, entry: Entry) =>
  z.strictObject({ in: z.literal(map), id: Id, entry })

const entriesFirst = [
  named('charges', charges),
  named('grants', grants),
  named('limits', limits),
  named('credits', credits),
] as const
const entriesBehind = [
  named('withdrawals', withdrawals),
  named('disputes', disputes),
  named('bills', bills),
] as const
/** While every hold was for a job. */
const entriesBefore = [named('holds', storedJobHolds), ...entriesFirst] as const
/** One entry, and the map that it stands in. */
export const BroughtEntry = z.discriminatedUnion('in', [
  named('holds', holds),
  ...entriesFirst,
  named('cards', cards),
  ...entriesBehind,
  named('deposits', deposits),
  named('chainWithdrawals', chainWithdrawals),
  named('exchanges', exchanges),
])
const BroughtEntry3 = z.discriminatedUnion('in', [
  ...entriesBefore,
  named('cards', cards),
  ...entriesBehind,
  named('deposits', deposits),
  named('chainWithdrawals', chainWithdrawals),
  named('exchanges', exchanges),
])
const withPurpose = ({
  brought,
  ...data
}: {
  readonly brought: z.output<typeof BroughtEntry3>
}) => {
  if (brought.in !== 'holds' || !('jobId' in brought.entry) || brought.entry.status === 'CAPTURED')
    return { ...data, brought }
  const { jobId, ...entry } = brought.entry
  return { ...data, brought: { ...brought, entry: { ...entry, purpose: 'JOB', subjectId: jobId } } }
}
/** While nothing came or went over a chain. */
const BroughtEntry2 = z.discriminatedUnion('in', [
  ...entriesBefore,
  named('cards', cards),
  ...entriesBehind,
])
/** While nobody kept which hold a payment backs. */
const BroughtEntry1 = z.discriminatedUnion('in', [
  ...entriesBefore,
  named('cards', cards.omit({ backs: true })),
  ...entriesBehind,
])

const Opened = WalletTransaction.extend({
  ...Opening.shape,
  available: StoredAmount,
  held: StoredAmount,
  debt: StoredAmount,
  lastTopUp: StoredAmount,
  grants: z.array(grants),
  limits: z.array(limits),
  disputes: z.array(z.strictObject({ id: Id, entry: disputes })),
  withdrawn: StoredWithdrawn,
  topUp: StoredTopUp.exactOptional(),
})
/** While nothing was withdrawn to a chain. */
const Opened2 = Opened.omit({ withdrawn: true })
const nothingWithdrawn = { day: '', amount: '0' }
/** While an automatic top-up that was removed was forgotten, with what it had asked for. */
const Opened1 = Opened2.extend({
  topUp: StoredTopUp.omit({ asked: true, removed: true }).exactOptional(),
})

/** The books of a wallet. No money moves by any of these: what they say follows from the events before them. */
export const bookDefinitions = [
  defineEvent('BooksClosed', 1, WalletTransaction.extend(Closing.shape)),
  // Balances, and what decisions go through one by one. Everything else is brought forward when it is asked for.
  defineEvent('BooksOpened', 3, Opened, {
    earlier: [
      version(Opened1, (data) => data),
      version(Opened2, (data) => ({ ...data, withdrawn: nothingWithdrawn })),
    ],
  }),
  // Out of an earlier book, as it was left there.
  defineEvent('EntryBroughtForward', 4, WalletTransaction.extend({ brought: BroughtEntry }), {
    earlier: [
      version(WalletTransaction.extend({ brought: BroughtEntry1 }), (data) => data),
      version(WalletTransaction.extend({ brought: BroughtEntry2 }), (data) => data),
      version(WalletTransaction.extend({ brought: BroughtEntry3 }), withPurpose),
    ],
  }),
] as const
export type BookEvent = EventOf<(typeof bookDefinitions)[number]>

import type { Decision } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { credit, debit } from '../ledger/postings.ts'
import { splitBurns } from './burns.ts'
import type { Deciding } from './deciding.ts'
import type { SpendHold } from './hold-commands.ts'
import type { HoldEvent } from './hold-events.ts'
import { isLate, type Hold } from './hold.ts'
import { accountsOf } from './transaction.ts'

type Resolvable = Exclude<Hold, { status: 'VOIDED' }>

/** Takes what agents spent of their budget, for the hub, and gives back the rest to the grants that it came out of. */
export const spendHold = (
  { holdId, amount }: SpendHold,
  hold: Resolvable,
  { common }: Deciding,
): Decision<HoldEvent> => {
  if (hold.status === 'SPENT' && hold.spent === amount) return []
  if (isLate(hold, common.at))
    return reject('HOLD_EXPIRED', 'The time of this hold is over; nothing is captured of it.')
  if (hold.status !== 'OPEN')
    return reject('HOLD_ALREADY_RESOLVED', `This hold is ${hold.status} already.`)
  if (hold.purpose !== 'AGENT_BUDGET' || hold.backing !== undefined)
    return reject('HOLD_UNKNOWN', 'This hold is for no budget.')
  if (amount > hold.amount)
    return reject('CAPTURE_ABOVE_HOLD', 'More than was held cannot be captured.')
  const { purpose, subjectId } = hold
  const released = hold.amount - amount
  const { first, rest } = splitBurns(hold.burns, amount)
  const { spendable, reserved } = accountsOf(common)
  return [
    {
      type: 'HoldSpent',
      data: {
        ...common,
        amount: amount.toString(),
        ...{ holdId, purpose, subjectId },
        released: released.toString(),
        burns: [...first],
        returned: [...rest],
        postings: [
          ...debit(reserved, hold.amount),
          ...credit('agent_revenue', amount),
          ...credit(spendable, released),
        ],
      },
    },
  ]
}

import type { Decision } from '../../shared/decider.ts'
import { getById } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { captureHold } from './capture-hold.ts'
import type { Deciding } from './deciding.ts'
import type { HoldCommand } from './hold-commands.ts'
import type { HoldEvent } from './hold-events.ts'
import { holdFunds } from './hold-funds.ts'
import { expired, isLate, type Hold, type OpenHold } from './hold.ts'
import { refundCharge } from './refund-charge.ts'
import { spendHold } from './spend-hold.ts'
import { accountsOf } from './transaction.ts'

/** A hold is resolved once: captured, or given back. */
export const decideHolds = (command: HoldCommand, of: Deciding): Decision<HoldEvent> => {
  const { holdId } = command
  const hold = getById(of.state.holds, holdId)
  if (command.type === 'HoldFunds') return holdFunds(command, hold, of)
  if (command.type === 'VoidHold' && hold === undefined)
    return [{ type: 'HoldVoided', data: { ...of.common, amount: '0', holdId, postings: [] } }]
  if (command.type === 'VoidHold' && hold?.status === 'VOIDED') return []
  if (hold === undefined || hold.status === 'VOIDED')
    return reject('HOLD_UNKNOWN', 'This wallet has no such hold.')
  switch (command.type) {
    case 'CaptureHold':
      return captureHold(command, hold, of)
    case 'SpendHold':
      return spendHold(command, hold, of)
    // One that was granted late, against a refusal, is given back.
    case 'VoidHold':
      return release(holdId, hold, 'VOIDED', of)
    case 'ReleaseHold':
      return release(holdId, hold, command.reason, of)
    case 'ExpireHold':
      return hold.status === 'OPEN' && isLate(hold, of.common.at)
        ? [released(holdId, hold, expired, of)]
        : []
    case 'RefundCharge':
      return refundCharge(command, hold, of)
    default:
      return exhausted(command)
  }
}

const release = (
  holdId: string,
  hold: Exclude<Hold, { status: 'VOIDED' }>,
  reason: string,
  of: Deciding,
): Decision<HoldEvent> => {
  if (hold.status === 'RELEASED') return []
  if (hold.status !== 'OPEN')
    return reject('HOLD_ALREADY_RESOLVED', `This hold is ${hold.status} already.`)
  return [released(holdId, hold, reason, of)]
}

const released = (
  holdId: string,
  { purpose, subjectId, amount, burns, backing }: OpenHold,
  reason: string,
  { common }: Deciding,
): HoldEvent => {
  const { spendable, reserved, authorised } = accountsOf(common)
  return {
    type: 'HoldReleased',
    data: {
      ...common,
      amount: amount.toString(),
      ...{ holdId, purpose, subjectId, reason },
      ...(backing === undefined ? {} : { backing }),
      returned: [...burns],
      postings: [
        ...debit(reserved, amount),
        ...credit(backing === undefined ? spendable : authorised, amount),
      ],
    },
  }
}

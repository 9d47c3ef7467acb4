import type { Decision } from '../../shared/decider.ts'
import { msOf } from '../../shared/instant.ts'
import { isRejection, reject } from '../../shared/rejection.ts'
import { credit, debit } from '../ledger/postings.ts'
import { cardOf, isTaken } from './cards.ts'
import { creditFor, refusedSpending, type Deciding } from './deciding.ts'
import type { HoldFunds } from './hold-commands.ts'
import type { HoldEvent } from './hold-events.ts'
import type { HeldFor, Hold } from './hold.ts'
import { accountsOf } from './transaction.ts'

/** Reserves an amount, out of credit or on the authorisation of a card. It counts from now on, against credit and limits. */
export const holdFunds = (
  command: HoldFunds,
  known: Hold | undefined,
  of: Deciding,
): Decision<HoldEvent> => {
  const { holdId, amount, spender, appId, expiresAt } = command
  const heldFor = purposeOf(command)
  const { common } = of
  if (known?.status === 'VOIDED')
    return reject('HOLD_ALREADY_RESOLVED', 'This hold was voided before it was asked for.')
  if (known !== undefined)
    return known.amount === amount
      ? []
      : reject('ALREADY_EXISTS', 'This hold exists with another amount.')
  if (expiresAt !== undefined && msOf(expiresAt) <= msOf(common.at))
    return reject('HOLD_EXPIRED', 'The time of this hold is over before it begins.')
  const refused = refusedSpending(of, amount, spender)
  if (refused !== undefined) return refused
  const backing = command.backing?.paymentId
  if (backing !== undefined && isTaken(cardOf(of.state.cards, backing)))
    return reject('ALREADY_EXISTS', 'This payment backs another hold.')
  const { deviceId } = spender ?? {}
  const use = {
    purpose: heldFor.purpose,
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(appId === undefined ? {} : { appId }),
  } as const
  const paid = backing === undefined ? creditFor(of, amount, use) : { burns: [] }
  if (isRejection(paid)) return paid
  const { spendable, reserved, authorised } = accountsOf(common)
  const limited = expiresAt === undefined ? [] : [timeLimit(holdId, expiresAt, of)]
  return [
    {
      type: 'FundsHeld',
      data: {
        ...common,
        amount: amount.toString(),
        ...{ holdId, ...heldFor },
        ...(backing === undefined ? {} : { backing }),
        burns: [...paid.burns],
        ...(spender === undefined ? {} : { spender }),
        ...(appId === undefined ? {} : { appId }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
        postings: [
          ...debit(backing === undefined ? spendable : authorised, amount),
          ...credit(reserved, amount),
        ],
      },
    },
    ...limited,
  ]
}

const purposeOf = (command: HoldFunds): HeldFor =>
  'jobId' in command
    ? { purpose: 'JOB', subjectId: command.jobId }
    : { purpose: 'AGENT_BUDGET', subjectId: command.budgetId }

const timeLimit = (
  holdId: string,
  expiresAt: string,
  { common, secondId }: Deciding,
): HoldEvent => ({
  type: 'HoldTimeLimited',
  data: { ...common, transactionId: secondId, amount: '0', postings: [], holdId, expiresAt },
})

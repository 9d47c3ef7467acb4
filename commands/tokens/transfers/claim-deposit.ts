import { z } from 'zod'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { tokenDeposit, type TokenDeposit } from '../../../domain/tokens/transfers/deposit.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound, type ChangeResult } from '../../shared/change.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import { linkedAddress } from './linked-address.ts'

export const DepositAnswer = z.object({
  depositId: Id,
  status: z.enum(['PENDING', 'ORPHANED', 'CREDITED', 'UNCLAIMED']),
})

const answerOf = (
  depositId: string,
  changed: ChangeResult<TokenDeposit>,
): Completed<z.output<typeof DepositAnswer>> | Rejection | Failure => {
  if (!('stream' in changed)) return changed
  return changed.state.kind === 'absent'
    ? notFound('deposit')
    : { answer: { depositId, status: changed.state.status }, changed }
}

/** What came from an address before it was linked, or is less than is credited by itself, for whoever holds the address now. */
export const claimDeposit = defineCommand({
  name: 'tokens.claim-deposit',
  input: z.strictObject({ depositId: Id }),
  scope: 'tokens:write',
  run: async ({ depositId }, tools) => {
    const { load, change, context, services } = tools
    const { state } = await load(tokenDeposit, depositId)
    if (state.kind === 'absent') return notFound('deposit')
    const link = await linkedAddress(services, state.chain, state.from)
    if (link === undefined || link.organisation !== context.organisation) return notFound('deposit')
    const { organisation } = link
    return answerOf(
      depositId,
      await change(tokenDeposit, depositId, {
        type: 'ClaimDeposit',
        ...{ depositId, organisation, by: context.actor.id, reason: 'The address is linked.' },
      }),
    )
  },
})

/** An operator says whose an unclaimed deposit is. */
export const assignDeposit = defineCommand({
  name: 'tokens.assign-deposit',
  input: z.strictObject({ depositId: Id, organisation: Id, reason: z.string().min(1).max(500) }),
  scope: 'billing:admin',
  run: async ({ depositId, organisation, reason }, { change, context }) =>
    answerOf(
      depositId,
      await change(tokenDeposit, depositId, {
        type: 'ClaimDeposit',
        ...{ depositId, organisation, by: context.actor.id, reason },
      }),
    ),
})

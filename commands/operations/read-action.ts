import { z } from 'zod'
import { OperatorActionName } from '../../domain/operations/actions.ts'
import {
  ActionParameters,
  operatorAction,
  type OperatorAction,
} from '../../domain/operations/operator-action.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id, Instant, Sha256 } from '../../domain/shared/values.ts'
import type { CommandContext } from '../shared/context.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'

export const OperatorActionView = z.strictObject({
  actionId: Id,
  status: z.enum(['REQUESTED', 'DONE', 'FAILED']),
  action: OperatorActionName,
  subject: z.string().max(300),
  reason: z.string().max(500),
  parameters: ActionParameters,
  performer: z.enum(['HUB', 'CLI']),
  by: z.string().max(200),
  would: z.array(z.string().max(500)).max(50),
  preview: Sha256.max(64).exactOptional(),
  requestedAt: Instant,
  detail: z.string().max(2000).exactOptional(),
  finishedAt: Instant.exactOptional(),
})
export type OperatorActionView = z.output<typeof OperatorActionView>

const viewOf = (state: OperatorAction): OperatorActionView | Rejection => {
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such action.')
  const { at: requestedAt, ...requested } = state.requested
  if (state.kind === 'requested') return { ...requested, requestedAt, status: 'REQUESTED' }
  const { outcome: status, detail, finishedAt } = state
  return { ...requested, requestedAt, status, detail, finishedAt }
}

/** An operator's action as it is now. */
export const readAction = (
  services: Services,
  context: CommandContext,
  actionId: string,
): Promise<ReadOutcome<OperatorActionView>> =>
  readAggregate(services, context, 'operations:write', operatorAction, actionId, viewOf)

import { z } from 'zod'
import { OperatorActionView, readAction } from '../../commands/operations/read-action.ts'
import { requestAction } from '../../commands/operations/request-action.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id } from '../shapes.ts'

/** What operators have the hub do, each of it on record. */
export const operationsRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'requestOperatorAction',
    tag: 'operations',
    summary: 'Have the hub do something for its operators (operators)',
    description:
      'With `validateOnly=true` nothing is done: the event that is shown says in `would` what would happen now, and in ' +
      '`preview` the hash of that. Sent back as `preview`, the action is refused when it would do something else by then. ' +
      'What takes something away needs its subject again in `confirm`. What came of it is seen in `getOperatorAction`.',
    problems: ['NOT_FOUND', 'CONFIRMATION_REQUIRED', 'PREVIEW_OUTDATED'],
    links: [{ operationId: 'getOperatorAction', parameter: 'actionId', member: 'actionId' }],
    method: 'POST',
    path: '/v1/operator-actions',
    command: requestAction,
    params: z.strictObject({}),
    body: requestAction.input,
    example: {
      action: 'saga.redrive',
      subject: 'jobExecution-0190cf1e-0000-7000-8000-000000000001',
      reason: 'The provider is back, ticket 4711',
    },
    input: (_, body) => body,
    status: 202,
    answer: z.object({ actionId: Id }),
    location: ({ actionId }) => `/v1/operator-actions/${actionId}`,
  }),
  mountQuery({
    operationId: 'getOperatorAction',
    tag: 'operations',
    summary: 'Read an operator’s action, and what came of it (operators)',
    problems: ['NOT_FOUND', 'FORBIDDEN'],
    path: '/v1/operator-actions/:actionId',
    params: z.strictObject({ actionId: Id }),
    answer: OperatorActionView,
    read: ({ services }, context, { actionId }) => readAction(services, context, actionId),
  }),
]

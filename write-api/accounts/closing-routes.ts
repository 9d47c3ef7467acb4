import { z } from 'zod'
import { closeAccount } from '../../commands/accounts/close-account.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, noBody } from '../shapes.ts'

export const closingRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'closeAccount',
    tag: 'accounts',
    summary: 'Close your account for good, and be erased',
    description:
      'Takes a session that was opened in the last ten minutes: log in first. From the answer on nobody enters any more; what the hub holds of you is erased right after. Organisations in which others would be left without an owner have to be handed over before; those that you are alone in are closed.',
    problems: ['REAUTHENTICATION_REQUIRED', 'LAST_OWNER', 'NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/me',
    command: closeAccount,
    params: z.strictObject({}),
    body: noBody,
    input: () => ({}),
    status: 202,
    answer: z.object({ userId: Id, status: z.enum(['CLOSED', 'ERASED']) }),
  }),
]

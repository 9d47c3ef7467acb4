import { z } from 'zod'
import { createApiKey } from '../../commands/accounts/create-api-key.ts'
import { revokeApiKey } from '../../commands/accounts/revoke-api-key.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Instant, noBody } from '../shapes.ts'

export const apiKeyRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'createApiKey',
    tag: 'accounts',
    summary: 'Create an API key',
    description: 'The key is shown in this answer, and in repetitions of this command, alone.',
    problems: ['SCOPE_EXCEEDS_GRANTOR'],
    links: [{ operationId: 'revokeApiKey', parameter: 'keyId', member: 'keyId' }],
    method: 'POST',
    path: '/v1/api-keys',
    command: createApiKey,
    params: z.strictObject({}),
    body: createApiKey.input,
    input: (_, body) => body,
    status: 201,
    answer: z.object({
      keyId: Id,
      key: z.string().max(200),
      prefix: z.string().max(40),
      last4: z.string().max(4),
      scopes: z.array(z.string().max(80)),
      expiresAt: Instant,
    }),
    secret: true,
  }),
  mountCommand({
    operationId: 'revokeApiKey',
    tag: 'accounts',
    summary: 'End an API key',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/api-keys/:keyId',
    command: revokeApiKey,
    params: z.strictObject({ keyId: Id }),
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: z.object({ keyId: Id }),
    precondition: 'accepted',
  }),
]

import { z } from 'zod'
import { checkApiKey, KeyVerdict } from '../../commands/accounts/check-api-key.ts'
import { createApiKey } from '../../commands/accounts/create-api-key.ts'
import { revokeApiKey } from '../../commands/accounts/revoke-api-key.ts'
import { rotateApiKey } from '../../commands/accounts/rotate-api-key.ts'
import { updateApiKey } from '../../commands/accounts/update-api-key.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Instant, noBody } from '../shapes.ts'

const KeyPath = z.strictObject({ keyId: Id })

/** The key itself stands in this answer alone. */
const NewKey = z.object({
  keyId: Id,
  key: z.string().max(200),
  prefix: z.string().max(40),
  last4: z.string().max(4),
  scopes: z.array(z.string().max(80)).max(100),
  expiresAt: Instant,
})

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
    example: { name: 'Nightly runs', scopes: ['jobs:write', 'jobs:read'], expiresInDays: 90 },
    input: (_, body) => body,
    status: 201,
    answer: NewKey,
    secret: true,
  }),
  mountCommand({
    operationId: 'updateApiKey',
    tag: 'accounts',
    summary: 'Change an API key',
    description:
      'Its name, scopes and limits, and whether it works. What is left out stays; limits are replaced whole. A scope can be added by who holds it.',
    problems: ['NOT_FOUND', 'SCOPE_EXCEEDS_GRANTOR', 'API_KEY_ENDED'],
    method: 'PATCH',
    path: '/v1/api-keys/:keyId',
    command: updateApiKey,
    params: KeyPath,
    body: updateApiKey.input.omit({ keyId: true }),
    example: {
      scopes: ['jobs:read'],
      limits: {
        rate: { requests: 60, perSeconds: 60 },
        quota: { uses: 10_000, refill: { every: 'MONTH', day: 1 } },
      },
    },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: z.object({ keyId: Id }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'rotateApiKey',
    tag: 'accounts',
    summary: 'Replace an API key',
    description:
      'The new key has the same name, scopes, limits and length of life; both count their uses together. The old one works until its grace ends, and never longer than it would have.',
    problems: ['NOT_FOUND', 'SCOPE_EXCEEDS_GRANTOR', 'API_KEY_ENDED'],
    links: [{ operationId: 'revokeApiKey', parameter: 'keyId', member: 'keyId' }],
    method: 'POST',
    path: '/v1/api-keys/:keyId/rotate',
    command: rotateApiKey,
    params: KeyPath,
    body: rotateApiKey.input.omit({ keyId: true }),
    example: { graceSeconds: 86_400 },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: NewKey.extend({ predecessor: z.object({ keyId: Id, graceUntil: Instant }) }),
    precondition: 'accepted',
    secret: true,
  }),
  mountCommand({
    operationId: 'checkApiKey',
    tag: 'accounts',
    summary: 'Ask whether a key of yours is good',
    description:
      'For a service that is shown keys of its organisation. It counts like a request of the key, `cost` uses at once; a cost of 0 only looks. The answer is 200 whatever is the matter with the key; `code` says what. The same Idempotency-Key counts once.',
    problems: [],
    method: 'POST',
    path: '/v1/api-key-checks',
    command: checkApiKey,
    params: z.strictObject({}),
    body: checkApiKey.input,
    example: {
      key: 'qhub_0BrQ5kq3xN2yJ8vWc7TzLm4pHd9sFgRe1UaXiYoKbVnM2wQzEtCjPl_0aB1cD',
      scopes: ['jobs:read'],
    },
    input: (_, body) => body,
    status: 200,
    answer: z.object({
      code: KeyVerdict,
      keyId: Id.optional(),
      name: z.string().max(100).optional(),
      scopes: z.array(z.string().max(80)).max(100).optional(),
      expiresAt: Instant.optional(),
      remaining: z.int().min(0).max(1_000_000_000).optional().describe('Uses left in the period'),
      refillsAt: Instant.optional().describe('When the uses are as many as at first again'),
      retryAfter: z
        .int()
        .min(0)
        .max(86_400)
        .optional()
        .describe('Seconds until the rate allows as much'),
    }),
  }),
  mountCommand({
    operationId: 'revokeApiKey',
    tag: 'accounts',
    summary: 'End an API key',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/api-keys/:keyId',
    command: revokeApiKey,
    params: KeyPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: z.object({ keyId: Id }),
    precondition: 'accepted',
  }),
]

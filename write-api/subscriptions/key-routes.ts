import { z } from 'zod'
import { createSubscriptionKey } from '../../commands/subscriptions/keys/create-key.ts'
import {
  readSubscriptionKeyState,
  SubscriptionKeyView,
} from '../../commands/subscriptions/keys/read-key.ts'
import { revokeSubscriptionKey } from '../../commands/subscriptions/keys/revoke-key.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id, Instant, noBody } from '../shapes.ts'

const KeyPath = z.strictObject({ keyId: Id })
const locationOf = ({ keyId }: { readonly keyId: string }): string =>
  `/v1/subscription-keys/${keyId}`

export const subscriptionKeyRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'createSubscriptionKey',
    tag: 'subscriptions',
    summary: 'Make a key for a subscription',
    description:
      'It runs the app of the subscription, as often a minute as it says, and can do nothing else. The key itself is shown ' +
      'once. The plan has to give the feature `api-keys`.',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_ENDED', 'NOT_ENTITLED'],
    links: [{ operationId: 'getSubscriptionKey', parameter: 'keyId', member: 'keyId' }],
    method: 'POST',
    path: '/v1/subscriptions/:subscriptionId/keys',
    command: createSubscriptionKey,
    params: z.strictObject({ subscriptionId: Id }),
    body: createSubscriptionKey.input.omit({ subscriptionId: true }),
    example: { name: 'backend', perMinute: 60 },
    input: ({ subscriptionId }, body) => ({ ...body, subscriptionId }),
    status: 201,
    answer: z.object({
      keyId: Id,
      key: z.string().max(200),
      subscriptionId: Id,
      appId: Id,
      prefix: z.string().max(20),
      last4: z.string().max(4),
      perMinute: z.int32().min(1),
      expiresAt: Instant.exactOptional(),
    }),
    location: locationOf,
    secret: true,
  }),
  mountQuery({
    operationId: 'getSubscriptionKey',
    tag: 'subscriptions',
    summary: 'Read a key of a subscription',
    description:
      'With the runs that are left to it in the period; all keys of a subscription share them.',
    problems: ['NOT_FOUND'],
    path: '/v1/subscription-keys/:keyId',
    params: KeyPath,
    answer: SubscriptionKeyView,
    read: ({ services }, context, { keyId }) => readSubscriptionKeyState(services, context, keyId),
  }),
  mountCommand({
    operationId: 'revokeSubscriptionKey',
    tag: 'subscriptions',
    summary: 'Revoke a key of a subscription',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/subscription-keys/:keyId',
    command: revokeSubscriptionKey,
    params: KeyPath,
    body: noBody,
    input: ({ keyId }) => ({ keyId }),
    status: 200,
    answer: z.object({ keyId: Id }),
    precondition: 'accepted',
  }),
]

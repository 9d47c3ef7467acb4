import { z } from 'zod'
import {
  changeWebhookEndpoint,
  deleteWebhookEndpoint,
  setWebhookEndpointStatus,
} from '../../commands/engagement/change-endpoint.ts'
import { createWebhookEndpoint } from '../../commands/engagement/create-endpoint.ts'
import { pingWebhookEndpoint } from '../../commands/engagement/ping-endpoint.ts'
import {
  redeliverWebhookMessage,
  redeliverWebhookRange,
} from '../../commands/engagement/redeliver.ts'
import { rotateWebhookSecret } from '../../commands/engagement/rotate-secret.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Instant, noBody } from '../shapes.ts'

const EndpointPath = z.strictObject({ endpointId: Id })
const MessagePath = z.strictObject({ messageId: Id })
const secret = z.string().max(80).describe('Shown in this answer, and in repetitions of it, alone')
const Sending = z.object({ messageId: Id, deliveryId: Id })
const byEndpoint = (operationId: string) => ({
  operationId,
  parameter: 'endpointId',
  member: 'endpointId',
})

export const webhookRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'createWebhookEndpoint',
    tag: 'engagement',
    summary: 'Have events sent to a URL of yours',
    description:
      'Requests are signed by Standard Webhooks with the secret of the answer. `*` stands for every type of event.',
    problems: ['WEBHOOK_ADDRESS_REFUSED', 'LIMIT_REACHED'],
    links: [byEndpoint('pingWebhookEndpoint'), byEndpoint('rotateWebhookSecret')],
    method: 'POST',
    path: '/v1/webhook-endpoints',
    command: createWebhookEndpoint,
    params: z.strictObject({}),
    body: createWebhookEndpoint.input,
    example: {
      url: 'https://receiver.example.com/quantum-hub',
      description: 'Results of nightly runs',
      eventTypes: ['job.completed', 'job.failed'],
    },
    input: (_, body) => body,
    status: 201,
    answer: z.object({ endpointId: Id, secret }),
    secret: true,
  }),
  mountCommand({
    operationId: 'changeWebhookEndpoint',
    tag: 'engagement',
    summary: 'Change a webhook endpoint',
    description:
      'What is left out stays as it is. Requests under way still go to the address of before.',
    problems: ['NOT_FOUND', 'WEBHOOK_ADDRESS_REFUSED'],
    method: 'PATCH',
    path: '/v1/webhook-endpoints/:endpointId',
    command: changeWebhookEndpoint,
    params: EndpointPath,
    body: changeWebhookEndpoint.input.omit({ endpointId: true }),
    example: { eventTypes: ['job.failed'] },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: EndpointPath,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'setWebhookEndpointStatus',
    tag: 'engagement',
    summary: 'Disable a webhook endpoint, or enable it',
    description:
      'While it is disabled nothing is sent, and what happens is not kept for it. What was under way is let go, and can be delivered again.',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: '/v1/webhook-endpoints/:endpointId/status',
    command: setWebhookEndpointStatus,
    params: EndpointPath,
    body: setWebhookEndpointStatus.input.omit({ endpointId: true }),
    example: { status: 'ENABLED' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: EndpointPath.extend({ status: z.enum(['ENABLED', 'DISABLED']) }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'deleteWebhookEndpoint',
    tag: 'engagement',
    summary: 'Delete a webhook endpoint',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/webhook-endpoints/:endpointId',
    command: deleteWebhookEndpoint,
    params: EndpointPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: EndpointPath,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'rotateWebhookSecret',
    tag: 'engagement',
    summary: 'Give a webhook endpoint a new secret',
    description: 'Until `previousValidUntil` requests bear a signature by each of the two.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/webhook-endpoints/:endpointId/secret-rotations',
    command: rotateWebhookSecret,
    params: EndpointPath,
    body: rotateWebhookSecret.input.omit({ endpointId: true }),
    example: { overlapHours: 24 },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: EndpointPath.extend({ secret, previousValidUntil: Instant.nullable() }),
    secret: true,
  }),
  mountCommand({
    operationId: 'pingWebhookEndpoint',
    tag: 'engagement',
    summary: 'Send a test to a webhook endpoint',
    problems: ['NOT_FOUND', 'WEBHOOK_DISABLED'],
    method: 'POST',
    path: '/v1/webhook-endpoints/:endpointId/pings',
    command: pingWebhookEndpoint,
    params: EndpointPath,
    body: noBody,
    input: (path) => path,
    status: 202,
    answer: Sending,
  }),
  mountCommand({
    operationId: 'redeliverWebhookRange',
    tag: 'engagement',
    summary: 'Send again what happened in a span of time',
    description:
      'What the endpoint never took, or with `ALL` everything. The span ends now when no end is given.',
    problems: ['NOT_FOUND', 'WEBHOOK_DISABLED'],
    method: 'POST',
    path: '/v1/webhook-endpoints/:endpointId/redeliveries',
    command: redeliverWebhookRange,
    params: EndpointPath,
    body: redeliverWebhookRange.input.omit({ endpointId: true }),
    example: { from: '2026-11-20T00:00:00.000Z', which: 'FAILED' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: z.object({ redeliveryId: Id }),
  }),
  mountCommand({
    operationId: 'redeliverWebhookMessage',
    tag: 'engagement',
    summary: 'Send a webhook message again',
    description: 'Under its own id, so that a receiver who has it knows it.',
    problems: ['NOT_FOUND', 'WEBHOOK_DISABLED', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/webhook-messages/:messageId/redeliveries',
    command: redeliverWebhookMessage,
    params: MessagePath,
    body: noBody,
    input: (path) => path,
    status: 202,
    answer: Sending,
  }),
]

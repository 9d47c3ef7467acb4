import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import {
  WebhookAttempt,
  WebhookAttemptConnection,
  WebhookEndpoint,
  WebhookMessage,
} from './refs.ts'
import { attemptOrder } from './webhook-reads.ts'

const WebhookEndpointStatus = builder.enumType('WebhookEndpointStatus', {
  description: 'Whether anything is sent to an endpoint.',
  values: {
    ENABLED: { description: 'Events are sent.' },
    DISABLED: { description: 'Nothing is sent; `disabledReason` says why.' },
  },
})

const WebhookDisabledReason = builder.enumType('WebhookDisabledReason', {
  description: 'Why nothing is sent to an endpoint.',
  values: {
    REQUESTED: { description: 'Somebody of the organisation said so.' },
    FAILING: { description: 'Delivery after delivery was given up.' },
    GONE: { description: 'The receiver answered with status 410.' },
  },
})

builder.node(WebhookEndpoint, {
  description: 'Where an organisation has events sent to.',
  id: { resolve: ({ endpoint_id }) => endpoint_id },
  loadOne: (id, { view }) => view.loaders.webhookEndpoints.load(id),
  fields: (t) => ({
    endpointId: t.exposeID('endpoint_id', { description: 'The hub’s id, as commands take it.' }),
    url: t.exposeString('url', { description: 'The receiver.' }),
    description: t.exposeString('description', { description: 'What it was called.' }),
    eventTypes: t.stringList({
      description: 'The types of events that it subscribes to; `*` stands for all.',
      resolve: ({ event_types }) => [...event_types],
    }),
    status: t.expose('status', {
      type: WebhookEndpointStatus,
      description: 'Whether it is sent to.',
    }),
    disabledReason: t.expose('disabled_reason', {
      type: WebhookDisabledReason,
      nullable: true,
      description: 'Why nothing is sent; null while it is.',
    }),
    givenUp: t.exposeInt('given_up', {
      description: 'Deliveries that were given up since the last that was taken.',
    }),
    secretSince: t.expose('secret_since', {
      type: 'DateTime',
      description: 'When the secret was made. It was shown then, and is shown nowhere.',
    }),
    previousSecretUntil: t.expose('previous_secret_until', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when requests are also signed with the one before.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was created.' }),
  }),
})

export const WebhookMessageStatus = builder.enumType('WebhookMessageStatus', {
  description: 'What became of a message.',
  values: {
    PENDING: { description: 'It is being sent, or will be again.' },
    DELIVERED: { description: 'The receiver took it.' },
    GIVEN_UP: { description: 'The receiver never took it, over days.' },
    ABANDONED: { description: 'The endpoint was disabled or deleted before it was taken.' },
  },
})

builder.objectType(WebhookAttempt, {
  description: 'One request to a receiver.',
  fields: (t) => ({
    deliveryId: t.exposeID('delivery_id', { description: 'The delivery that it belongs to.' }),
    attempt: t.exposeInt('attempt', { description: 'Its number in the delivery, from 1.' }),
    delivered: t.exposeBoolean('delivered', { description: 'Whether the receiver took it.' }),
    status: t.exposeInt('status', {
      nullable: true,
      description: 'HTTP status of the answer; null when there was none.',
    }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why there was no answer; null when there was one.',
    }),
    detail: t.exposeString('detail', {
      description: 'The beginning of the answer, or what is known of the failure.',
    }),
    latencyMs: t.exposeInt('latency_ms', { description: 'How long it took, in milliseconds.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it ended.' }),
  }),
})

builder.node(WebhookMessage, {
  description: 'One event, as it is sent to one endpoint.',
  id: { resolve: ({ message_id }) => message_id },
  loadOne: (id, { view }) => view.loaders.webhookMessages.load(id),
  fields: (t) => ({
    messageId: t.exposeID('message_id', {
      description: 'The hub’s id: the header webhook-id of every request.',
    }),
    eventType: t.exposeString('event_type', { description: 'The type of event.' }),
    body: t.exposeString('body', { description: 'What is sent, as it is signed.' }),
    status: t.expose('status', { type: WebhookMessageStatus, description: 'What became of it.' }),
    attemptsMade: t.exposeInt('attempts', { description: 'Requests so far.' }),
    deliveries: t.exposeInt('deliveries', {
      description: 'How often it was to be delivered: once, and once for each redelivery.',
    }),
    nextAttemptAt: t.expose('next_attempt_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is sent next; null when it is not.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was made.' }),
    endpoint: t.field({
      type: WebhookEndpoint,
      nullable: true,
      description: 'Where it is sent; null once that was deleted.',
      resolve: async ({ endpoint_id }, _, { view }) =>
        (await view.loaders.webhookEndpoints.load(endpoint_id)) ?? null,
    }),
    attempts: t.connection(
      {
        type: WebhookAttempt,
        description: 'Every request, the newest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ message_id }, args, { view }) =>
          view.loaders.webhookAttempts.load({
            parent: message_id,
            page: pageRequest(args, attemptOrder, 'DESC'),
          }),
      },
      WebhookAttemptConnection,
    ),
  }),
})

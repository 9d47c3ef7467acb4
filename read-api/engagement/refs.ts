import type {
  NotificationRow,
  WebhookAttemptRow,
  WebhookEndpointRow,
  WebhookMessageRow,
} from '../../projections/engagement/tables.ts'
import { builder } from '../schema/builder.ts'

/** A notification, and whether the reader has read it. */
export type NotificationView = NotificationRow & { readonly read: boolean }

export const Notification = builder.objectRef<NotificationView>('Notification')
export const WebhookEndpoint = builder.objectRef<WebhookEndpointRow>('WebhookEndpoint')
export const WebhookMessage = builder.objectRef<WebhookMessageRow>('WebhookMessage')
export const WebhookAttempt = builder.objectRef<WebhookAttemptRow>('WebhookAttempt')

const named = (name: string, what: string) =>
  [
    { name: `${name}Connection`, description: `A page of ${what}.` },
    { name: `${name}Edge`, description: `One of ${what}, with its place in the list.` },
  ] as const

const [notifications, notificationEdge] = named('Notification', 'notifications')
export const NotificationConnection = builder.connectionObject(
  { type: Notification, ...notifications },
  notificationEdge,
)

const [endpoints, endpointEdge] = named('WebhookEndpoint', 'webhook endpoints')
export const WebhookEndpointConnection = builder.connectionObject(
  { type: WebhookEndpoint, ...endpoints },
  endpointEdge,
)

const [messages, messageEdge] = named('WebhookMessage', 'webhook messages')
export const WebhookMessageConnection = builder.connectionObject(
  { type: WebhookMessage, ...messages },
  messageEdge,
)

const [attempts, attemptEdge] = named('WebhookAttempt', 'attempts to deliver')
export const WebhookAttemptConnection = builder.connectionObject(
  { type: WebhookAttempt, ...attempts },
  attemptEdge,
)

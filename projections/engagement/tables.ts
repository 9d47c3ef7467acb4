import type { Facts } from '../../domain/engagement/facts.ts'
import type { Severity } from '../../domain/engagement/kind.ts'
import type { Switches } from '../../domain/engagement/preferences.ts'
import type { Schedule } from '../../domain/engagement/schedule.ts'
import type { Audience } from '../../domain/engagement/told.ts'
import type { DisabledReason } from '../../domain/engagement/webhook-endpoint.ts'

/** What somebody was told. Texts are as they were when it was derived. */
export type NotificationRow = {
  readonly notification_id: string
  readonly audience: Audience['kind']
  readonly audience_id: string
  readonly kind: string
  readonly severity: Severity
  readonly title: string
  readonly text: string
  readonly about: string
  readonly at: Date
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
}

/** What a stream is remembered by. */
export type NotificationFactsRow = {
  readonly stream: string
  readonly facts: Facts
  readonly position: bigint
}

export type NotificationPreferencesRow = {
  readonly user_id: string
  readonly channels: Readonly<Record<string, Switches>>
  readonly schedule: Schedule
  readonly revision: bigint
  readonly position: bigint
}

/** Everything up to `up_to` counts as read; beyond it what stands in `notification_reads`. */
export type NotificationReadMarkRow = {
  readonly user_id: string
  readonly up_to: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type NotificationReadRow = {
  readonly user_id: string
  readonly notification_id: string
  readonly at: Date
  readonly position: bigint
}

/** The secrets are nowhere but, sealed, in the log. */
export type WebhookEndpointRow = {
  readonly endpoint_id: string
  readonly organisation_id: string
  readonly url: string
  readonly description: string
  readonly event_types: readonly string[]
  readonly status: 'ENABLED' | 'DISABLED'
  readonly disabled_reason: DisabledReason | null
  readonly given_up: number
  readonly secret_since: Date
  readonly previous_secret_until: Date | null
  readonly created_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type WebhookMessageStatus = 'PENDING' | 'DELIVERED' | 'GIVEN_UP' | 'ABANDONED'

export type WebhookMessageRow = {
  readonly message_id: string
  readonly organisation_id: string
  readonly endpoint_id: string
  readonly event_type: string
  readonly body: string
  /** Of the delivery that moved last. */
  readonly status: WebhookMessageStatus
  readonly attempts: number
  readonly deliveries: number
  readonly next_attempt_at: Date | null
  readonly created_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type WebhookAttemptRow = {
  readonly delivery_id: string
  readonly attempt: number
  readonly message_id: string
  readonly organisation_id: string
  readonly delivered: boolean
  /** HTTP status; null when there was no answer, and `failure` says why. */
  readonly status: number | null
  readonly failure: string | null
  /** The beginning of the answer, or what is known of the failure. */
  readonly detail: string
  readonly latency_ms: number
  readonly at: Date
  readonly position: bigint
}

export type EngagementTables = {
  readonly notifications: NotificationRow
  readonly notification_facts: NotificationFactsRow
  readonly notification_preferences: NotificationPreferencesRow
  readonly notification_read_marks: NotificationReadMarkRow
  readonly notification_reads: NotificationReadRow
  readonly webhook_endpoints: WebhookEndpointRow
  readonly webhook_messages: WebhookMessageRow
  readonly webhook_attempts: WebhookAttemptRow
}

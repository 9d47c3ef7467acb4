import type { Facts } from './facts.ts'

export const severities = ['INFO', 'WARNING', 'CRITICAL'] as const
export type Severity = (typeof severities)[number]

/** Who is told: the person, or every member of the organisation, whose id this property holds. */
export type Tells = { readonly person: string } | { readonly organisation: string }

/**
 * One kind of notification, as data. Templates name properties of the event, or of what its stream said before, in braces:
 * `{failure.message}`. `security` can't be switched off, is mailed at once, and waits for no morning.
 */
export type KindOfNotification = {
  /** The event types that it is derived from. */
  readonly on: readonly string[]
  readonly tells: Tells
  readonly severity: Severity
  readonly security?: true
  /** Whether it is mailed to who did not say otherwise. */
  readonly mailed: boolean
  readonly title: string
  readonly text: string
  /** The object that it is about, by its type in GraphQL and the hub's id: `Job:{jobId}`. */
  readonly about: string
  /** Holds where only some of the events tell: given what the stream said before the event, and with it. */
  readonly when?: (before: Facts, after: Facts) => boolean
}

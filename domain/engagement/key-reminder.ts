import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'

/** That an API key ends soon is a fact of time alone: it is put on record once, so that people can be told of it. */
export const category = 'keyReminder'

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'ApiKeyExpiryNeared',
    1,
    z.strictObject({
      keyId: Id,
      organisationId: Id,
      name: z.string().min(1).max(100),
      expiresAt: Instant,
      at: Instant,
    }),
  ),
] as const
export type KeyReminderEvent = EventOf<(typeof definitions)[number]>

// State: the end that was reminded of last.
export type KeyReminder = { readonly expiresAt?: string }

export const initial: KeyReminder = {}

export const evolve = (_: KeyReminder, { data }: KeyReminderEvent): KeyReminder => ({
  expiresAt: data.expiresAt,
})

// Commands.
export type KeyReminderCommand = {
  readonly type: 'Remind'
  readonly keyId: string
  readonly organisationId: string
  readonly name: string
  readonly expiresAt: string
}

export const decide = (
  { keyId, organisationId, name, expiresAt }: KeyReminderCommand,
  state: KeyReminder,
  meta: DecisionMeta,
): Decision<KeyReminderEvent> =>
  state.expiresAt === expiresAt
    ? []
    : [
        {
          type: 'ApiKeyExpiryNeared',
          data: { keyId, organisationId, name, expiresAt, at: meta.now },
        },
      ]

export const keyReminder: Aggregate<KeyReminder, KeyReminderCommand, KeyReminderEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

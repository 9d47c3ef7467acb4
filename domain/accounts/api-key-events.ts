import { z } from 'zod'
import { defineEvent, version } from '../shared/event.ts'
import { Id, Instant, Sha256 } from '../shared/values.ts'
import { KeyLimits } from './key-limits.ts'

/** A long-lived credential of an organisation. The log knows its hash and enough of its text to recognise it by. */
export const category = 'apiKey'

// Events: the stored contract.
const Fact = z.strictObject({ keyId: Id, organisationId: Id, at: Instant })

/** By its form alone: the list of scopes grows, and what was stored under a shorter one stays readable. */
const StoredScope = z.string().regex(/^[a-z]{1,30}:[a-z]{1,30}$/)

const KeySettings = z.strictObject({
  name: z.string().min(1).max(100),
  scopes: z.array(StoredScope).min(1),
  enabled: z.boolean(),
  limits: KeyLimits,
})
export type KeySettings = z.output<typeof KeySettings>

const IssuedKey = KeySettings.omit({ enabled: true }).extend({
  /** The member who granted it; it never reaches beyond what they may do themselves. */
  createdBy: Id,
  hash: Sha256,
  prefix: z.string(),
  last4: z.string().length(4),
})
export type IssuedKey = z.output<typeof IssuedKey>

const Created = Fact.extend({
  ...IssuedKey.shape,
  expiresAt: Instant,
  meterId: Id,
  /** The key that it replaces. */
  predecessor: Id.exactOptional(),
})

/** Before keys had limits, the scopes that there were then. */
const CreatedAtFirst = Fact.extend({
  createdBy: Id,
  name: z.string().min(1).max(100),
  hash: Sha256,
  prefix: z.string(),
  last4: z.string().length(4),
  scopes: z
    .array(
      z.enum([
        'accounts:write',
        'accounts:admin',
        'organisations:any',
        'devices:write',
        'jobs:write',
        'jobs:read',
        'billing:read',
        'billing:credit',
        'billing:refund',
      ]),
    )
    .min(1),
  expiresAt: Instant,
})

export const definitions = [
  defineEvent('ApiKeyCreated', 2, Created, {
    earlier: [version(CreatedAtFirst, (data) => ({ ...data, limits: {}, meterId: data.keyId }))],
  }),
  defineEvent('ApiKeyChanged', 1, Fact.extend({ ...KeySettings.shape, changedBy: z.string() })),
  defineEvent(
    'ApiKeyRotated',
    1,
    Fact.extend({ successor: Id, graceUntil: Instant, rotatedBy: z.string() }),
  ),
  defineEvent('ApiKeyRevoked', 1, Fact.extend({ revokedBy: z.string() })),
] as const

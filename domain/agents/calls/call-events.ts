import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Id, Instant, Sealed, Sha256 } from '../../shared/values.ts'
import { FineAsset, FineUnits } from '../budgets/fine.ts'
import { TemplateName } from '../prompts/prompt.ts'
import { RouteId } from '../routing/route.ts'

const OfCall = z.strictObject({ callId: Id, organisation: Id, at: Instant })
const OfAttempt = OfCall.extend({ attemptId: Id, routeId: RouteId, provider: z.string() })

/** Why an attempt came to nothing. LOST: whoever made it is gone, and nobody knows what came of it. */
export const AttemptFailure = z.enum([
  'RATE_LIMITED',
  'OVERLOADED',
  'UNAVAILABLE',
  'TIMEOUT',
  'MALFORMED',
  'REFUSED',
  'UNAUTHORISED',
  'CONTEXT_TOO_LONG',
  'INVALID_REQUEST',
  'CANCELLED',
  'BUDGET',
  'LOST',
])
export type AttemptFailure = z.output<typeof AttemptFailure>

export const CallKind = z.enum(['CHAT', 'EMBEDDING'])
export const CacheUse = z.enum(['NONE', 'EXACT', 'MEANING'])
export type CacheUse = z.output<typeof CacheUse>

/** A count of them, as the provider has it. */
export const Tokens = z.int().min(0)

export const definitions = [
  defineEvent(
    'LlmCallRequested',
    1,
    OfCall.extend({
      kind: CallKind,
      budgetId: Id.exactOptional(),
      template: TemplateName,
      version: z.int().min(1),
      /** What the prompt was rendered from, redacted, sealed under the organisation's key. */
      variables: Sealed,
      /** Keyed hash of what was asked: the same id with another wish is a conflict. */
      wish: Sha256,
      maxOutputTokens: Tokens,
      cache: CacheUse,
    }),
  ),
  defineEvent(
    'LlmAttemptStarted',
    1,
    OfAttempt.extend({
      number: z.int().min(1),
      /** The answer before did not have the form that was asked for, and is shown to the model. */
      repairs: z.boolean(),
      /** The most that it can cost. */
      maximum: FineUnits,
      asset: FineAsset,
      /** After this nobody waits for it, and it counts as lost. */
      deadline: Instant,
    }),
  ),
  defineEvent(
    'LlmAttemptSucceeded',
    1,
    OfAttempt.extend({
      answer: Sealed,
      finish: z.enum(['STOP', 'LENGTH', 'FILTERED']),
      tokensIn: Tokens,
      tokensOut: Tokens,
      cost: FineUnits,
      asset: FineAsset,
      latencyMs: z.int().min(0),
      timeToFirstTokenMs: z.int().min(0),
      /** Whether the answer has the form that was asked for. */
      accepted: z.boolean(),
      /** Never both: what a budget paid for is not billed as usage. */
      paidBy: z.enum(['BUDGET', 'USAGE']),
    }),
  ),
  defineEvent(
    'LlmAttemptFailed',
    1,
    OfAttempt.extend({
      reason: AttemptFailure,
      detail: z.string().max(500),
      /** What it is taken to have cost: nothing, or its maximum where nobody knows. */
      cost: FineUnits,
      asset: FineAsset,
      latencyMs: z.int().min(0),
    }),
  ),
  // The answer is that of the last attempt.
  defineEvent(
    'LlmCallCompleted',
    1,
    OfCall.extend({ attemptId: Id, routeId: RouteId, cost: FineUnits, asset: FineAsset }),
  ),
  // Somebody in the organisation was given this answer before: no provider was asked.
  defineEvent(
    'LlmCallAnsweredFromCache',
    1,
    OfCall.extend({
      answer: Sealed,
      routeId: RouteId,
      sourceCallId: Id,
      match: z.enum(['EXACT', 'MEANING']),
      /** Cosine similarity of the questions; 1 where they are the same. */
      similarity: z.number().min(0).max(1.000001),
    }),
  ),
  defineEvent(
    'LlmCallRefused',
    1,
    OfCall.extend({ code: z.string().min(1).max(100), detail: z.string().max(2000) }),
  ),
] as const
export type CallEvent = EventOf<(typeof definitions)[number]>

import { z } from 'zod'
import { defineEvent, version, type EventOf } from './event.ts'
import { Json } from './json.ts'
import { Id, Instant } from './values.ts'

/**
 * A saga instance is a stream: what it received, what it asked for, what came of it. One contract for every saga; what an
 * input or an effect holds is its saga's own business. An effect's id is the id of the event that requests it, and the
 * idempotency key under which it is performed.
 */
const Instance = z.strictObject({ saga: z.string().min(1), instance: z.string().min(1) })
const OfEffect = Instance.extend({ effectId: Id, kind: z.string().min(1) })

/** An event of the log as the instance was told of it, in the version that it had then. */
const Input = z.strictObject({ type: z.string().min(1), schema: z.int().min(1), data: Json })

/** What an instance could not take yet. An input is named by its place in the log, so that it is read anew when its turn comes. */
const ParkedMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('input'),
    inputId: Id,
    source: z.strictObject({ stream: z.string().min(1), revision: z.string().regex(/^\d+$/) }),
  }),
  z.strictObject({
    type: z.literal('succeeded'),
    effectId: Id,
    kind: z.string().min(1),
    result: Json,
  }),
  z.strictObject({
    type: z.literal('refused'),
    effectId: Id,
    kind: z.string().min(1),
    code: z.string(),
    detail: z.string(),
  }),
  z.strictObject({
    type: z.literal('unknown'),
    effectId: Id,
    kind: z.string().min(1),
    reason: z.string(),
  }),
  z.strictObject({ type: z.literal('timer'), timerId: Id, name: z.string().min(1) }),
])
export type ParkedMessage = z.output<typeof ParkedMessage>

const Why = z.strictObject({ code: z.string().min(1), detail: z.string().max(2000) })
const Version = z.int().min(1)

export const definitions = [
  // The version of the saga that the instance begins under, or goes on under from here, with its state in that form.
  defineEvent('SagaBegan', 1, Instance.extend({ version: Version })),
  defineEvent('SagaMigrated', 1, Instance.extend({ from: Version, version: Version, state: Json })),
  defineEvent('SagaInputReceived', 2, Instance.extend({ inputId: Id, input: Input }), {
    earlier: [
      // While inputs were kept without their version, every event type was in its first.
      version(
        Instance.extend({ inputId: Id, input: Input.omit({ schema: true }) }),
        ({ input, ...rest }) => ({ ...rest, input: { ...input, schema: 1 } }),
      ),
    ],
    readWithin: (data, read) => ({ ...data, input: { ...data.input, ...read(data.input) } }),
  }),
  defineEvent('SagaEffectRequested', 1, OfEffect.extend({ effect: Json })),
  defineEvent('SagaEffectSucceeded', 1, OfEffect.extend({ result: Json })),
  defineEvent('SagaEffectRefused', 1, OfEffect.extend({ code: z.string(), detail: z.string() })),
  defineEvent('SagaEffectUnknown', 1, OfEffect.extend({ reason: z.string() })),
  defineEvent(
    'SagaTimerScheduled',
    1,
    Instance.extend({ timerId: Id, name: z.string().min(1), dueAt: Instant }),
  ),
  defineEvent('SagaTimerCancelled', 1, Instance.extend({ timerId: Id, name: z.string().min(1) })),
  defineEvent('SagaTimerFired', 1, Instance.extend({ timerId: Id, name: z.string().min(1) })),
  // Reversals of these effects follow.
  defineEvent('SagaCompensationBegan', 1, Instance.extend({ effectIds: z.array(Id).readonly() })),
  // Nobody waits for its outcome any longer.
  defineEvent('SagaEffectAbandoned', 1, OfEffect),
  // It fails again and again: it is left alone until it is redriven.
  defineEvent('SagaEffectParked', 1, OfEffect.extend({ attempts: z.int().min(1), ...Why.shape })),
  defineEvent('SagaEffectRedriven', 1, OfEffect),
  defineEvent('SagaMessageParked', 1, Instance.extend({ message: ParkedMessage, ...Why.shape })),
  defineEvent(
    'SagaMessageSkipped',
    1,
    Instance.extend({ messageId: Id, reason: z.string().min(1).max(500) }),
  ),
  defineEvent(
    'SagaStuck',
    1,
    Instance.extend({ reason: z.enum(['PAST_DEADLINE', 'WAITS_FOR_NOTHING']), at: Instant }),
  ),
  defineEvent('SagaEnded', 1, Instance.extend({ outcome: z.string().min(1), at: Instant })),
] as const
export type SagaEvent = EventOf<(typeof definitions)[number]>

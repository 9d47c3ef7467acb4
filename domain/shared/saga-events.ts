import { z } from 'zod'
import { defineEvent, version, type EventOf } from './event.ts'
import { Id, Instant } from './values.ts'

/** JSON as it stands in an event. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }
const Json: z.ZodType<Json> = z.json()

/**
 * A saga instance is a stream: what it received, what it asked for, what came of it. One contract for every saga; what an
 * input or an effect holds is its saga's own business. An effect's id is the id of the event that requests it, and the
 * idempotency key under which it is performed.
 */
const Instance = z.strictObject({ saga: z.string().min(1), instance: z.string().min(1) })
const OfEffect = Instance.extend({ effectId: Id, kind: z.string().min(1) })

/** An event of the log as the instance was told of it, in the version that it had then. */
const Input = z.strictObject({ type: z.string().min(1), schema: z.int().min(1), data: Json })

export const definitions = [
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
  defineEvent('SagaEnded', 1, Instance.extend({ outcome: z.string().min(1), at: Instant })),
] as const
export type SagaEvent = EventOf<(typeof definitions)[number]>

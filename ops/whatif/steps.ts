import { decodeEvent } from '../../domain/events.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { SagaMessage } from '../../sagas/runtime/saga.ts'
import { bookkeeping, messageOf } from '../decisions/redecide.ts'

/** An event of an instance's stream, as it is stored and as today's code reads it. */
export type Read = { readonly stored: RecordedEvent; readonly event: SagaEvent }

/** What one message did: all that one command wrote. */
export type RecordedStep = {
  readonly commandId: string
  /** When it was decided. */
  readonly at: string
  readonly events: readonly Read[]
  /** What the instance was told, and the revision of the record of it; absent where an operator or the runtime stepped in. */
  readonly told?: { readonly message: SagaMessage; readonly revision: bigint }
}

/** The stream of one instance, step by step; the data of some events replaced. Throws on data that breaks the contract. */
export const recordedSteps = (
  stream: readonly RecordedEvent[],
  replaced: ReadonlyMap<bigint, unknown> = new Map(),
): readonly RecordedStep[] => {
  const steps: { commandId: string; at: string; events: Read[] }[] = []
  for (const original of stream) {
    const stored = replaced.has(original.revision)
      ? { ...original, data: replaced.get(original.revision) }
      : original
    // The stream's name says that a saga wrote it; the stored contract is checked by decodeEvent.
    const read = { stored, event: decodeEvent(stored) as SagaEvent }
    const { commandId, occurredAt } = stored.metadata
    const last = steps.at(-1)
    if (last?.commandId === commandId) last.events.push(read)
    else steps.push({ commandId, at: occurredAt, events: [read] })
  }
  return steps.map((step) => {
    const [told] = step.events.flatMap(({ event, stored: { revision } }) => {
      const message = messageOf(event)
      return message === undefined ? [] : [{ message, revision }]
    })
    return told === undefined ? step : { ...step, told }
  })
}

/** What a step decided, in words that two runs can be compared by: nothing of ids. */
export type Decided =
  | { readonly do: 'request'; readonly kind: string; readonly effect: unknown }
  | { readonly do: 'abandon'; readonly kind: string }
  | { readonly do: 'schedule'; readonly name: string; readonly dueAt: string }
  | { readonly do: 'unschedule'; readonly name: string }
  | { readonly do: 'park'; readonly code: string; readonly detail: string }
  | { readonly do: 'end'; readonly outcome: string }

export const decidedIn = (events: readonly SagaEvent[]): readonly Decided[] =>
  events
    .filter(({ type }) => !bookkeeping.has(type))
    .flatMap(({ type, data }): readonly Decided[] => {
      switch (type) {
        case 'SagaEffectRequested':
          return [{ do: 'request', kind: data.kind, effect: data.effect }]
        case 'SagaEffectAbandoned':
          return [{ do: 'abandon', kind: data.kind }]
        case 'SagaTimerScheduled':
          return [{ do: 'schedule', name: data.name, dueAt: data.dueAt }]
        case 'SagaTimerCancelled':
          return [{ do: 'unschedule', name: data.name }]
        case 'SagaMessageParked':
          return [{ do: 'park', code: data.code, detail: data.detail }]
        case 'SagaEnded':
          return [{ do: 'end', outcome: data.outcome }]
        default:
          return []
      }
    })

import type { EventStore } from '../../platform/event-store/types.ts'
import { paymentExecution } from '../../sagas/billing/payments/execution.ts'
import type { TimerIndex } from '../../sagas/runtime/timers.ts'

type Timer = { readonly timerId: string; readonly name: string; readonly dueAt: string }
type Standing = Timer & { readonly stream: string }

export type FollowedTimers = TimerIndex & { readonly all: () => readonly Standing[] }

/** The timers of payments that are set, from the log itself. */
export const followTimers = (eventStore: EventStore, signal: AbortSignal): FollowedTimers => {
  const set = new Map<string, Standing>()
  const follow = async (): Promise<void> => {
    const streamPrefixes = [`${paymentExecution.name}-`]
    for await (const messages of eventStore.subscribeAll({
      after: 'start',
      streamPrefixes,
      signal,
    }))
      for (const message of messages) {
        if (message.kind !== 'event') continue
        const { type, stream, data } = message.event
        // Events of the runtime's own: the type says what they hold.
        if (type === 'SagaTimerScheduled') {
          const timer = data as Timer
          set.set(timer.timerId, { ...timer, stream })
        }
        if (type === 'SagaTimerFired' || type === 'SagaTimerCancelled')
          set.delete((data as Timer).timerId)
      }
  }
  follow().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return {
    all: () => [...set.values()],
    due: (at, limit) =>
      Promise.resolve(
        [...set.values()].filter(({ dueAt }) => Date.parse(dueAt) <= at.getTime()).slice(0, limit),
      ),
  }
}

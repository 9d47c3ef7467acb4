import type { EventStore } from '../../platform/event-store/types.ts'
import { followTimers } from './timers.ts'

type Effect = { readonly effectId: string }

/** What of the log says whether everything has come to rest. */
export type Watch = {
  /** Events so far. */
  readonly events: () => number
  /** Nothing that happened is unheard, nothing that was asked for is unanswered, nothing that is due is unfired. */
  readonly isQuiet: (now: Date) => boolean
  /** When the next timer falls due. */
  readonly nextTimer: () => number | undefined
  readonly stop: () => Promise<void>
}

/** Follows the log as it grows. */
export const watchLog = (eventStore: EventStore): Watch => {
  const stopping = new AbortController()
  const { signal } = stopping
  const open = new Set<string>()
  const unheard = new Set<string>()
  let events = 0
  const timers = followTimers(eventStore, signal)
  const streamPrefixes = ['payment-', 'paymentExecution-', 'providerNotice-', 'wallet-']
  const follow = async (): Promise<void> => {
    for await (const messages of eventStore.subscribeAll({
      after: 'start',
      streamPrefixes,
      signal,
    }))
      for (const message of messages) {
        if (message.kind !== 'event') continue
        events += 1
        const { type, data, id, stream } = message.event
        // What the types of the runtime's events hold.
        const { effectId = '', inputId = '' } = data as Partial<Effect & { inputId: string }>
        const routed = stream.startsWith('providerNotice-')
          ? typeof data === 'object' && data !== null && 'paymentId' in data
          : stream.startsWith('payment-') && type !== 'PaymentFindingRecorded'
        if (routed) unheard.add(id)
        if (type === 'SagaInputReceived') unheard.delete(inputId)
        if (type === 'SagaEffectRequested') open.add(id)
        if (/^SagaEffect(Succeeded|Refused|Unknown|Parked|Abandoned)$/.test(type))
          open.delete(effectId)
      }
  }
  const followed = follow().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return {
    events: () => events,
    isQuiet: (now) =>
      open.size === 0 &&
      unheard.size === 0 &&
      timers.all().every(({ dueAt }) => Date.parse(dueAt) > now.getTime()),
    nextTimer: () => {
      const all = timers.all().map(({ dueAt }) => Date.parse(dueAt))
      return all.length === 0 ? undefined : Math.min(...all)
    },
    stop: async () => {
      stopping.abort()
      await followed
    },
  }
}

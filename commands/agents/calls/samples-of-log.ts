import { category } from '../../../domain/agents/calls/call.ts'
import type { CallEvent } from '../../../domain/agents/calls/call-events.ts'
import { remembered, type AttemptSample } from '../../../domain/agents/routing/figures.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

const page = 500
const ends: ReadonlySet<string> = new Set(['LlmAttemptSucceeded', 'LlmAttemptFailed'])

/** Every attempt that is not too old to count, the latest first. */
export const samplesOfLog = async function* (
  eventStore: EventStore,
  now: () => number,
): AsyncGenerator<{ readonly routeId: string; readonly sample: AttemptSample }> {
  const oldest = now() - remembered.ms
  const filter = { on: 'stream', prefixes: [`${category}-`] } as const
  for (let from: bigint | undefined; ; ) {
    const events = await eventStore.readAll({
      ...{ maxCount: page, direction: 'backwards', filter },
      ...(from === undefined ? {} : { from }),
    })
    for (const event of events) {
      if (!ends.has(event.type)) continue
      if (msOf(event.metadata.occurredAt) < oldest) return
      // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
      const sample = sampleOf(decodeEvent(event) as CallEvent)
      if (sample !== undefined) yield sample
    }
    const last = events.at(-1)
    if (last === undefined) return
    from = last.position
  }
}

/** What an end of an attempt says of its route; of one that asked nobody, nothing. */
const sampleOf = ({ type, data }: CallEvent) => {
  if (type !== 'LlmAttemptSucceeded' && type !== 'LlmAttemptFailed') return undefined
  const { routeId, attemptId, latencyMs } = data
  const at = msOf(data.at)
  if (type === 'LlmAttemptSucceeded') {
    const { timeToFirstTokenMs, tokensOut } = data
    return {
      routeId,
      sample: { attemptId, ok: true, latencyMs, timeToFirstTokenMs, tokensOut, at },
    }
  }
  return data.reason === 'BUDGET' || data.reason === 'LOST'
    ? undefined
    : { routeId, sample: { attemptId, ok: false, latencyMs, at } }
}

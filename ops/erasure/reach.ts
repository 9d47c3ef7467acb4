import type { Reach } from '../../domain/accounts/erasure.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { followedLog } from '../log/followed.ts'
import type { OnStep } from '../progress/step.ts'

const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream

type Sealed = { readonly streams: Set<string>; events: number }

const namesPerson = ({ stream, data, metadata }: RecordedEvent, userId: string): boolean =>
  stream.includes(userId) || metadata.actor.id === userId || JSON.stringify(data).includes(userId)

/** Goes through the whole log: which events hold text under these subjects' keys, and which name the person by id alone. */
export const reachInLog = async (
  eventStore: EventStore,
  userId: string,
  subjects: readonly string[],
  onStep: OnStep = () => undefined,
): Promise<Pick<Reach, 'sealed' | 'named'>> => {
  const sealed = new Map<string, Sealed>()
  const named: Record<string, number> = {}
  const marks = subjects.map((subject) => `sealed:v1:${subject}.`)
  for await (const events of followedLog(eventStore, { phase: 'look for traces', onStep }))
    for (const event of events) {
      const category = categoryOf(event.stream)
      const text = JSON.stringify(event.data)
      if (marks.some((mark) => text.includes(mark))) {
        const known = sealed.get(category) ?? { streams: new Set(), events: 0 }
        known.streams.add(event.stream)
        known.events += 1
        sealed.set(category, known)
      } else if (namesPerson(event, userId)) named[category] = (named[category] ?? 0) + 1
    }
  return {
    sealed: Object.fromEntries(
      [...sealed].map(([category, { streams, events }]) => [
        category,
        { streams: streams.size, events },
      ]),
    ),
    named,
  }
}

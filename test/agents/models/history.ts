import { schemaOf } from '../../../domain/events.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { deviceIdOf, workloadEvents, type Workload } from '../../../ops/models/workload.ts'

/** Puts what the lines of a workload decided into a log, as the hub would have written it. Answers where it ends. */
export const writeHistory = async (eventStore: EventStore, workload: Workload): Promise<bigint> => {
  const decidedBy = workloadEvents(workload)
  const streams = new Map(
    workload.devices.map(({ name }) => [
      deviceIdOf(name),
      decidedBy.filter(({ deviceId }) => deviceId === deviceIdOf(name)),
    ]),
  )
  let end = 0n
  for (const [deviceId, decided] of streams) {
    const stream = `deviceQueue-${deviceId}`
    // The hub configures the line of a device that it knows.
    const [last] = await eventStore.read(stream, { direction: 'backwards', maxCount: 1 })
    let expected: bigint | 'no-stream' = last?.revision ?? 'no-stream'
    for (let from = 0; from < decided.length; from += 500) {
      const events = decided.slice(from, from + 500).map(({ event }, index) => ({
        ...event,
        id: derivedId('history', deviceId, (from + index).toString()),
        metadata: {
          $correlationId: deviceId,
          $causationId: deviceId,
          commandId: derivedId('history', deviceId, 'command', from.toString()),
          inputHash: 'test',
          actor: { kind: 'system', id: 'workload' } as const,
          occurredAt: event.data.at,
          schema: schemaOf(event.type),
        },
      }))
      const appended = await eventStore.append(stream, events, expected)
      if (appended.kind !== 'appended') throw new Error(appended.kind)
      expected = appended.revision
      if (appended.position > end) end = appended.position
    }
  }
  return end
}

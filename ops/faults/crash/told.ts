import { connect } from 'nats'
import { eventStream } from '../../../platform/bus/bus.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { endings } from '../../../projections/jobs/integration.ts'

const idHeader = 'Nats-Msg-Id'

const storedIds = async (natsUrl: string): Promise<readonly string[]> => {
  const connection = await connect({ servers: [new URL(natsUrl).host] })
  try {
    const manager = await connection.jetstreamManager()
    const { state } = await manager.streams.info(eventStream.name)
    const ids: string[] = []
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const { header } = await manager.streams.getMessage(eventStream.name, { seq })
      ids.push(header.get(idHeader))
    }
    return ids
  } finally {
    await connection.close()
  }
}

/** Every end of a job stands in the stream of integration events, once: repetitions come well within its window. */
export const endsAreTold = async (
  natsUrl: string,
  log: readonly RecordedEvent[],
): Promise<readonly string[]> => {
  const stored = await storedIds(natsUrl)
  const ids = new Set(stored)
  return [
    ...(ids.size === stored.length ? [] : ['an integration event was stored twice']),
    ...log
      .filter(({ type, id }) => endings.includes(type) && !ids.has(id))
      .map(({ stream, type }) => `${type} of ${stream} was not told`),
  ]
}

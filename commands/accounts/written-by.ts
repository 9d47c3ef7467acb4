import { decodeEvent } from '../../domain/events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { Changed } from '../shared/changed.ts'
import type { CommandTools } from '../shared/tools.ts'

/**
 * The last event that a command wrote, read from the log when it wrote it an earlier time: an answer built on it is the
 * same however far the aggregate has gone since. Nothing when it wrote none.
 */
export const writtenBy = async (
  { services }: CommandTools,
  { stream, revision, replayed, events }: Changed,
): Promise<DomainEvent | undefined> => {
  if (!replayed) return events.at(-1)
  const [recorded] = await services.eventStore.read(stream, { from: revision, maxCount: 1 })
  return recorded === undefined ? undefined : decodeEvent(recorded)
}

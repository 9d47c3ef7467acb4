import type { Pool } from 'pg'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import type { Applier } from '../runner/applier.ts'
import type { Announcer } from '../runner/announce.ts'
import type { Lane } from '../runner/lane.ts'
import type { Redriven } from '../runner/redrive.ts'
import type { QuarantineRow } from '../runner/tables.ts'
import { answerRequest, openRequests, type Answer, type QuarantineRequest } from './requests.ts'

export type ServeParts = {
  readonly eventStore: EventStore
  readonly pool: Pool
  readonly applier: Applier
  readonly announcer: Announcer
  readonly lanes: readonly Lane[]
}

const skip = `INSERT INTO projection_skip
  (group_name, event_id, stream, revision, event_type, reason, skipped_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`

const noteSkip = (
  pool: Pool,
  { group_name, stream, reason, requested_by }: QuarantineRequest,
  row: QuarantineRow,
) =>
  pool.query(skip, [
    group_name,
    row.event_id,
    stream,
    row.revision,
    row.event_type,
    reason,
    requested_by,
  ])

/** What was asked is done between two batches, in every generation that is followed, by who holds the group. */
export const serveRequests = async (parts: ServeParts): Promise<void> => {
  const names = [...new Set(parts.lanes.map(({ group }) => group.name))]
  for (const request of await openRequests(parts.pool, names))
    await answerRequest(parts.pool, request, await serve(parts, request))
}

const serve = async (parts: ServeParts, request: QuarantineRequest): Promise<Answer> => {
  const { pool, applier, lanes } = parts
  const waiting = applier
    .quarantined()
    .find((row) => row.stream === request.stream && row.group_name === request.group_name)
  if (waiting === undefined)
    return { outcome: 'FAILED', detail: `${request.stream} does not wait in ${request.group_name}` }
  const isSkip = request.action === 'SKIP'
  if (isSkip) await noteSkip(pool, request, waiting)
  const skipped = new Set(isSkip ? [waiting.event_id] : [])
  const results: Redriven[] = []
  for (const lane of lanes)
    if (lane.group.name === request.group_name)
      results.push(await redriveIn(parts, lane, waiting, skipped))
  return answerOf(results, applier, request)
}

const redriveIn = async (
  { eventStore, applier, announcer }: ServeParts,
  lane: Lane,
  { stream, revision }: QuarantineRow,
  skipped: ReadonlySet<string>,
): Promise<Redriven> => {
  const upTo = applier.positionOf(lane)
  const read = await eventStore.read(stream, { from: revision })
  const events: readonly RecordedEvent[] = read.filter(({ position }) => position <= upTo)
  let redriven: Redriven = { kind: 'cured', done: [] }
  await announcer.late(lane, async () => {
    redriven = await applier.redrive(lane, stream, events, skipped)
    return redriven.kind === 'needs-rebuild' ? [] : redriven.done
  })
  return redriven
}

const answerOf = (
  results: readonly Redriven[],
  applier: Applier,
  { stream, group_name }: QuarantineRequest,
): Answer => {
  for (const result of results)
    if (result.kind === 'needs-rebuild')
      return { outcome: 'NEEDS_REBUILD', detail: `${result.reason}: build a new generation` }
  const still = applier
    .quarantined()
    .find((row) => row.stream === stream && row.group_name === group_name)
  if (still !== undefined)
    return {
      outcome: 'STILL_WAITING',
      detail: `${still.event_type} at revision ${still.revision.toString()}: ${still.error}`,
    }
  const applied = results.flatMap((each) => (each.kind === 'needs-rebuild' ? [] : each.done))
  const most = applied.reduce((sum, { events }) => sum + events.length, 0) / results.length
  return { outcome: 'DONE', detail: `${Math.round(most)} events applied` }
}

import type { PoolClient } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Group } from '../groups.ts'
import { createDecode } from '../runner/decode.ts'
import { schemaOf, type Lane } from '../runner/lane.ts'
import { commutingTables } from '../shared/schema.ts'
import { openStreamLane, type StreamLane } from './stream-lane.ts'
import { pagesOfStream } from './stream-pages.ts'

export type RebuildStream = {
  readonly eventStore: Pick<EventStore, 'read'>
  readonly vault: Vault
  readonly stream: string
  /** In which of the groups its rows are built again. */
  readonly groups: readonly Group[]
  readonly generation: number
  /** How far each group's rows are, by its name. */
  readonly places: ReadonlyMap<string, bigint>
  /** Looked at between two pages: who builds is told to stop. */
  readonly signal?: AbortSignal
}

const shared: ReadonlySet<string> = commutingTables

/** Tables of which a row belongs to one stream: the rows of all others are sums over many. */
export const ownTablesOf = ({ tables }: Group): readonly Group['tables'][number][] =>
  tables.filter((table) => !shared.has(table))

const writtenAt = `SELECT attname AS name FROM pg_attribute
  WHERE attrelid = $1::regclass AND attname IN ('position', 'created_position') AND NOT attisdropped
  ORDER BY attname DESC LIMIT 1`

/** Whatever code wrote them: rows know the position of the event that wrote them last, or that they began with. */
const takeAway = async (
  client: PoolClient,
  { generation, group }: Lane,
  own: ReadonlySet<bigint>,
): Promise<void> => {
  const schema = schemaOf({ generation, group })
  for (const table of ownTablesOf(group)) {
    const place = `${schema}.${table}`
    const { rows } = await client.query<{ name: string }>(writtenAt, [place])
    const [column] = rows
    if (column === undefined) throw new Error(`rows of ${table} do not say which event wrote them`)
    await client.query(
      `DELETE FROM ${place} t USING unnest($1::bigint[]) AS own (at) WHERE t.${column.name} = own.at`,
      [[...own]],
    )
  }
}

const waiting = (schema: string): string =>
  `DELETE FROM ${schema}.quarantine WHERE stream = ANY($1) AND group_name = $2 RETURNING stream, revision`

const skips =
  'SELECT event_id FROM public.projection_skip WHERE group_name = $1 AND stream = ANY($2)'

/** The stream as the log has it: one, or one for each of its books. */
type Own = { readonly streams: ReadonlySet<string>; readonly positions: ReadonlySet<bigint> }

const openLaneOf = async (
  client: PoolClient,
  lane: Lane,
  { stream, places }: RebuildStream,
  { streams, positions }: Own,
): Promise<StreamLane> => {
  const { name } = lane.group
  await takeAway(client, lane, positions)
  const { rows: waited } = await client.query<{ stream: string; revision: bigint }>(
    waiting(schemaOf(lane)),
    [[...streams], name],
  )
  const { rows: left } = await client.query<{ event_id: string }>(skips, [name, [...streams]])
  return openStreamLane({
    ...{ client, lane, stream, own: positions },
    waitedFrom: new Map(waited.map((row) => [row.stream, row.revision])),
    ...{ position: places.get(name) ?? 0n, skipped: new Set(left.map((row) => row.event_id)) },
  })
}

/**
 * Takes away the rows that a stream wrote last and applies its events again, from the first on, to copied rows: in the
 * caller's transaction, up to where the copies are. Rows that several streams add up stay as they are, but for what this
 * one adds that waited in quarantine. Resolves with how many events were applied. Throws StreamNotAlone and StreamStops.
 */
export const rebuildStream = async (
  client: PoolClient,
  options: RebuildStream,
): Promise<number> => {
  const { eventStore, vault, stream, groups, generation, places, signal } = options
  const upTo = [...places.values()].reduce((most, each) => (each > most ? each : most), 0n)
  const [streams, positions] = [new Set<string>(), new Set<bigint>()]
  for await (const events of pagesOfStream(eventStore, stream, upTo)) {
    signal?.throwIfAborted()
    for (const event of events) {
      streams.add(event.stream)
      positions.add(event.position)
    }
  }
  const own = { streams, positions }
  const lanes: StreamLane[] = []
  for (const group of groups)
    lanes.push(await openLaneOf(client, { generation, group }, options, own))
  const decode = createDecode(groups, vault)
  for await (const events of pagesOfStream(eventStore, stream, upTo)) {
    signal?.throwIfAborted()
    const { parts, opened } = await decode.batch(events)
    for (const lane of lanes) await lane.apply(parts.get(lane.lane.group) ?? [], opened)
  }
  for (const lane of lanes) lane.end()
  return positions.size
}

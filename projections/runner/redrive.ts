import { count } from '../../platform/telemetry/metrics/instruments.ts'
import type { Projected } from '../shared/projection.ts'
import type { Opened, Part } from './decode.ts'
import { describe, isOfTheData } from './failures.ts'
import { oneMoreBehind, stopped, type Quarantine } from './fold.ts'
import { foldLane, OutOfOrder, type LaneState } from './lane-rows.ts'
import type { RowChanges } from './row-set.ts'
import type { Move } from './store.ts'

/** What came of a stream that was tried again. */
export type Redriven =
  | { readonly kind: 'cured' | 'still-waiting'; readonly done: readonly LateApplied[] }
  /** Its rows have gone on without it: only a rebuild gives what it would have given in its turn. */
  | { readonly kind: 'needs-rebuild'; readonly reason: string }

/** Events that were applied after their turn; the lane's position stays where it is. */
export type LateApplied = {
  readonly events: readonly Projected[]
  readonly changes: RowChanges
}

const withoutStream = (quarantine: Quarantine, stream: string): Quarantine =>
  new Map([...quarantine].filter(([each]) => each !== stream))

/** The stream as it waits when these events are what is left of it. */
const whatIsLeft = (group: string, parts: readonly Part[]) => {
  const [first, ...others] = parts
  if (first === undefined) return undefined
  const row = stopped(group, first.event, 'waits for its turn to be tried again')
  return others.reduce((ahead, { event }) => oneMoreBehind(ahead, event), row)
}

/**
 * Applies what waits of one stream, in order, through today's code. The rows, the stream's place in the quarantine and
 * nothing else change in each commit, so that a crash between two leaves the rest waiting.
 */
export const redriveLane = async (
  state: LaneState,
  stream: string,
  parts: readonly Part[],
  opened: Opened,
  commit: (moves: readonly Move[]) => Promise<unknown>,
  skip: ReadonlySet<string> = new Set(),
): Promise<Redriven> => {
  const { lane, position } = state
  const group = lane.group.name
  state.skipped = new Set([...state.skipped, ...skip])
  if (skip.size > 0) count('qh.projection.skipped', { group }, skip.size)
  if (!state.quarantine.has(stream)) return { kind: 'cured', done: [] }
  const key = { group_name: group, stream }

  const attempt = async (
    some: readonly Part[],
    rest: readonly Part[],
    refused: ReadonlyMap<string, string> = new Map(),
  ): Promise<readonly LateApplied[]> => {
    const free = { ...state, quarantine: withoutStream(state.quarantine, stream) }
    const { rows, folded } = await foldLane(free, some, opened, refused, true)
    const stuck = folded.quarantine.get(stream)
    const left = whatIsLeft(group, rest)
    const waits =
      stuck === undefined ? left : rest.reduce((row, { event }) => oneMoreBehind(row, event), stuck)
    rows.write([
      waits === undefined
        ? { do: 'remove', table: 'quarantine', key }
        : { do: 'put', table: 'quarantine', row: waits },
    ])
    const changes = rows.changes()
    try {
      await commit([{ lane, from: position, to: position, events: 0, changes }])
    } catch (error) {
      if (!isOfTheData(error) || refused.size > 0) throw error
      if (some.length === 1)
        return attempt(some, rest, new Map(some.map(({ event }) => [event.id, describe(error)])))
      const middle = Math.ceil(some.length / 2)
      const before = await attempt(some.slice(0, middle), [...some.slice(middle), ...rest])
      if (state.quarantine.get(stream)?.event_id !== some[middle]?.event.id) return before
      return [...before, ...(await attempt(some.slice(middle), rest))]
    }
    if (changes.forgotten.length > 0) state.cache.clear()
    state.cache.remember(rows.held())
    state.quarantine =
      waits === undefined ? folded.quarantine : new Map([...folded.quarantine, [stream, waits]])
    return [{ events: folded.applied, changes }]
  }

  try {
    const done = await attempt(parts, [])
    return { kind: state.quarantine.has(stream) ? 'still-waiting' : 'cured', done }
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error
    return { kind: 'needs-rebuild', reason: error.message }
  }
}

import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { count } from '../../platform/telemetry/metrics/instruments.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Projected } from '../shared/projection.ts'
import { createDecode, type Decoded, type Opened, type Part } from './decode.ts'
import { describe, isOfTheData, isTransient } from './failures.ts'
import { foldLane, openLane, type FoldedRows, type LaneState } from './lane-rows.ts'
import type { Lane } from './lane.ts'
import { persistently } from './persistently.ts'
import { redriveLane, type Redriven } from './redrive.ts'
import { nothing, type RowChanges } from './row-set.ts'
import { CheckpointMoved, type Move, type RowStore } from './store.ts'
import type { QuarantineRow } from './tables.ts'

/** What a commit did to one lane. */
export type LaneApplied = {
  readonly lane: Lane
  readonly position: bigint
  readonly events: readonly Projected[]
  readonly changes: RowChanges
}

/** What a commit did. `live` is the generation that readers follow from then on, where it is known. */
export type Applied = { readonly live: number | undefined; readonly lanes: readonly LaneApplied[] }

export type Applier = {
  /** Where the lane is that is furthest behind. */
  readonly position: () => bigint
  readonly positionOf: (lane: Lane) => bigint
  readonly quarantined: () => readonly QuarantineRow[]
  /** Reads an event ahead of the batch that it will be in, and begins the transaction that will write it. */
  readonly ahead: (event: RecordedEvent) => void
  /** The batch that was looked forward to does not come. */
  readonly leave: () => Promise<void>
  /**
   * Applies to each lane what is beyond its position, and moves it to `upTo` (by default that of the last event). Safe to
   * repeat after any throw. Throws TakenOver, CheckpointMoved, and trouble with the database.
   */
  readonly apply: (events: readonly RecordedEvent[], upTo?: bigint) => Promise<readonly Applied[]>
  /**
   * Applies what waits of a stream to a lane: all its events from the first that waits to the lane's position, but those
   * to be skipped.
   */
  readonly redrive: (
    lane: Lane,
    stream: string,
    events: readonly RecordedEvent[],
    skip?: ReadonlySet<string>,
  ) => Promise<Redriven>
}

export type ApplierOptions = {
  readonly store: RowStore
  readonly lanes: readonly Lane[]
  readonly vault: Vault
  /** Rows kept in memory for each lane. Default 20,000. */
  readonly cachedRows?: number
  /** Gives up waiting for a database that is away. */
  readonly signal?: AbortSignal
}

const nobodyRefused: ReadonlyMap<string, string> = new Map()

type Step = {
  readonly state: LaneState
  readonly passed: readonly RecordedEvent[]
  readonly parts: readonly Part[]
}

/** The rows of some lanes, brought forward together batch by batch. One caller at a time. */
export const openApplier = async (options: ApplierOptions): Promise<Applier> => {
  const { store, lanes, vault, cachedRows, signal } = options
  const groups = [...new Set(lanes.map(({ group }) => group))]
  const decode = createDecode(groups, vault)
  const positions = await store.open(lanes)
  const states = await Promise.all(
    lanes.map((lane, index) => openLane(store, lane, positions[index] ?? 0n, cachedRows)),
  )

  /** The answer to a commit may get lost: where the checkpoints stand tells whether it happened. */
  const commit = async (moves: readonly Move[]): Promise<number | undefined> => {
    try {
      return await store.commit(moves)
    } catch (error) {
      for (const { cache } of states) cache.clear()
      if (!isTransient(error) || moves.every(({ from, to }) => from === to)) throw error
      const moved = moves.map(({ lane }) => lane)
      const stands = await persistently(() => store.positions(moved), isTransient, signal)
      if (moves.every(({ from }, index) => stands[index] === from)) throw error
      if (moves.some(({ to }, index) => stands[index] !== to))
        throw new CheckpointMoved('a checkpoint is neither where it was nor where it was moved')
      return undefined
    }
  }

  const settle = (
    state: LaneState,
    { rows, folded }: FoldedRows,
    changes: RowChanges,
    to: bigint,
  ): LaneApplied => {
    // Rows elsewhere may have been emptied, of which only the tables know.
    if (changes.forgotten.length > 0) state.cache.clear()
    if (changes !== nothing) state.cache.remember(rows.held())
    // A batch only adds to those that wait.
    const failed = folded.quarantine.size - state.quarantine.size
    if (failed > 0) count('qh.projection.failed', { group: state.lane.group.name }, failed)
    state.quarantine = folded.quarantine
    state.position = to
    return { lane: state.lane, position: to, events: folded.applied, changes }
  }

  const applySteps = async (
    steps: readonly Step[],
    opened: Opened,
    to: bigint,
    refused = nobodyRefused,
  ): Promise<readonly Applied[]> => {
    const folded = await Promise.all(
      steps.map(({ state, parts }) => foldLane(state, parts, opened, refused)),
    )
    const moves = steps.map(
      ({ state, passed }, index): Move => ({
        lane: state.lane,
        from: state.position,
        to,
        events: passed.length,
        changes: folded[index]?.rows.changes() ?? nothing,
      }),
    )
    try {
      const live = await commit(moves)
      const settled = steps.flatMap(({ state }, index) => {
        const rows = folded[index]
        return rows === undefined ? [] : [settle(state, rows, moves[index]?.changes ?? nothing, to)]
      })
      return [{ live, lanes: settled }]
    } catch (error) {
      if (!isOfTheData(error) || refused.size > 0) throw error
      return isolate(steps, opened, to, error)
    }
  }

  /** One event's values are refused by a table: lane by lane, halves find out whose, and everybody else goes on. */
  const isolate = async (
    steps: readonly Step[],
    opened: Opened,
    to: bigint,
    error: unknown,
  ): Promise<readonly Applied[]> => {
    const [one, ...others] = steps
    if (one === undefined) return []
    if (others.length > 0) {
      const applied: Applied[] = []
      for (const step of steps) applied.push(...(await applySteps([step], opened, to)))
      return applied
    }
    const { state, passed, parts } = one
    if (passed.length === 1 || parts.length === 0) {
      const guilty = parts.map(({ event }) => [event.id, describe(error)] as const)
      if (guilty.length === 0) throw error
      return applySteps(steps, opened, to, new Map(guilty))
    }
    const half = passed.slice(0, Math.ceil(passed.length / 2))
    const middle = half.at(-1)?.position ?? to
    const isFirst = ({ event }: Part): boolean => event.position <= middle
    const first = { state, passed: half, parts: parts.filter(isFirst) }
    const second = {
      state,
      passed: passed.slice(half.length),
      parts: parts.filter((part) => !isFirst(part)),
    }
    return [
      ...(await applySteps([first], opened, middle)),
      ...(await applySteps([second], opened, to)),
    ]
  }

  const stepsTo = (
    to: bigint,
    events: readonly RecordedEvent[],
    { parts }: Decoded,
  ): readonly Step[] =>
    states
      .filter(({ position }) => position < to)
      .map((state) => {
        const isFresh = ({ position }: RecordedEvent): boolean => position > state.position
        const own = parts.get(state.lane.group) ?? []
        const [first] = events
        // Nearly always all lanes are at one place.
        if (first === undefined || isFresh(first)) return { state, passed: events, parts: own }
        return {
          state,
          passed: events.filter(isFresh),
          parts: own.filter(({ event }) => isFresh(event)),
        }
      })

  const stateOf = (lane: Lane): LaneState => {
    const state = states.find(
      ({ lane: { generation, group } }) => generation === lane.generation && group === lane.group,
    )
    if (state === undefined) throw new Error(`no lane ${lane.group.name} of ${lane.generation}`)
    return state
  }
  const leastPosition = (): bigint =>
    states.reduce(
      (least, { position }) => (position < least ? position : least),
      states[0]?.position ?? 0n,
    )

  return {
    position: leastPosition,
    positionOf: (lane) => stateOf(lane).position,
    quarantined: () => states.flatMap(({ quarantine }) => [...quarantine.values()]),
    ahead: (event) => {
      if (event.position <= leastPosition()) return
      decode.ahead(event)
      store.ahead()
    },
    leave: store.leave,
    apply: async (events, upTo) => {
      const from = leastPosition()
      const fresh = events.filter(({ position }) => position > from)
      const to = upTo ?? fresh.at(-1)?.position ?? from
      if (to <= from) return []
      const decoded = await decode.batch(fresh)
      return applySteps(stepsTo(to, fresh, decoded), decoded.opened, to)
    },
    redrive: async (lane, stream, events, skip) => {
      const { parts, opened } = await decode.batch(events)
      return redriveLane(stateOf(lane), stream, parts.get(lane.group) ?? [], opened, commit, skip)
    },
  }
}

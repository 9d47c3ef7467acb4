import { Mutex } from 'async-mutex'
import type { EventStoreNode } from '../core/node.ts'
import { readState, untouched, writeState, type ProjectionState } from './catalogue.ts'
import { runProjection, type ProjectionRun } from './run.ts'
import { standardProjections, type StandardProjection } from './standard.ts'

export type ProjectionStatus = 'Running' | 'Stopped' | 'Aborted' | 'Faulted'

/** A projection as an operator sees it. */
export type ProjectionStatistics = {
  readonly name: string
  readonly status: ProjectionStatus
  readonly reason: string
  readonly epoch: number
  readonly version: number
  readonly position: number
  readonly checkpoint: number
  /** Of the log, in percent. */
  readonly progress: number
  readonly processed: number
  readonly workMs: number
}

/** One of the standard projections, with what can be asked of it. */
export type ManagedProjection = {
  /** Nobody has enabled or disabled it yet. */
  readonly isUntouched: () => boolean
  readonly enable: () => Promise<void>
  /** Without a checkpoint this is an abort. */
  readonly disable: (checkpoint: boolean) => Promise<void>
  /** Begins anew: what it emitted is cut off and emitted again. */
  readonly reset: () => Promise<void>
  readonly restart: () => Promise<void>
  readonly statistics: () => ProjectionStatistics
  readonly close: () => Promise<void>
}

const manage = (node: EventStoreNode, projection: StandardProjection): ManagedProjection => {
  const { name, id } = projection
  const changes = new Mutex()
  let state = readState(node, name) ?? untouched
  let run: ProjectionRun | undefined
  let aborted = false

  const start = (): void => {
    aborted = false
    run = runProjection(node, projection, { id, epoch: state.epoch, version: state.version })
  }
  const save = async (changed: Partial<ProjectionState>): Promise<void> => {
    const next = { ...state, version: state.version + 1, ...changed }
    await writeState(node, name, next)
    state = next
  }
  const halt = async (checkpoint: boolean): Promise<void> => {
    await run?.stop(checkpoint)
  }
  const isRunning = (): boolean => state.enabled && run !== undefined && run.fault() === undefined

  const enable = async (): Promise<void> => {
    if (isRunning()) return
    await halt(false)
    if (!state.enabled) await save({ enabled: true })
    start()
  }

  const status = (): ProjectionStatus => {
    if (run?.fault() !== undefined) return 'Faulted'
    if (isRunning()) return 'Running'
    return aborted ? 'Aborted' : 'Stopped'
  }

  if (state.enabled) start()

  return {
    isUntouched: () => state.version === untouched.version,
    enable: () => changes.runExclusive(enable),
    disable: (checkpoint) =>
      changes.runExclusive(async () => {
        if (!state.enabled) return
        await halt(checkpoint)
        await save({ enabled: false })
        aborted = !checkpoint
      }),
    reset: () =>
      changes.runExclusive(async () => {
        await halt(false)
        const version = state.version + 1
        await save({ version, epoch: version })
        run = undefined
        if (state.enabled) start()
      }),
    restart: () =>
      changes.runExclusive(async () => {
        await halt(true)
        if (state.enabled) start()
      }),
    statistics: () => {
      const position = run?.position() ?? 0
      const end = node.log.lastPosition() ?? 0
      return {
        name,
        status: status(),
        reason: run?.fault()?.message ?? '',
        epoch: state.epoch,
        version: state.version,
        position,
        checkpoint: run?.checkpoint() ?? 0,
        progress: end === 0 ? 100 : (100 * position) / end,
        processed: run?.processed() ?? 0,
        workMs: run?.workMs() ?? 0,
      }
    },
    close: () => changes.runExclusive(() => halt(true)),
  }
}

/** The projections of a node, by name. */
export type Projections = {
  readonly named: (name: string) => ManagedProjection | undefined
  readonly all: () => readonly ManagedProjection[]
  /** Stops them, with a checkpoint each; those that are enabled run again at the next start. */
  readonly close: () => Promise<void>
}

/** Runs those that are enabled; with `startAtFirst` also those that nobody has enabled or disabled yet. */
export const openProjections = async (
  node: EventStoreNode,
  startAtFirst = false,
): Promise<Projections> => {
  const managed = new Map(
    standardProjections.map((projection) => [projection.name, manage(node, projection)]),
  )
  const all = () => [...managed.values()]
  if (startAtFirst) {
    const fresh = all().filter(({ isUntouched }) => isUntouched())
    await Promise.all(fresh.map(({ enable }) => enable()))
  }
  return {
    named: (name) => managed.get(name),
    all,
    close: async () => {
      await Promise.all(all().map(({ close }) => close()))
    },
  }
}

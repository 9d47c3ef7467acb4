import type { Pool } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { buildGeneration, type BuildOptions, type BuildStep } from '../generations/build.ts'
import { dropBuilding } from '../generations/drop.ts'
import { groups as allGroups } from '../groups.ts'
import { describe, isTransient } from '../runner/failures.ts'
import { persistently } from '../runner/persistently.ts'
import { TakenOver } from '../runner/store.ts'
import { createGovernor } from './governor.ts'
import { giveUpReplay, openReplay, type Replay } from './replay.ts'
import { watchBuild } from './watch-build.ts'

export type DriveParts = {
  readonly eventStore: EventStore
  /** Not pipelined: rows go in by COPY. */
  readonly pool: Pool
  readonly vault: Vault
  /** Who builds, for an operator who looks. */
  readonly builder: string
  /** Default 5,000. */
  readonly maxEvents?: number
  /** How often wishes are looked at and progress is told. Default 250 ms. */
  readonly lookEveryMs?: number
  readonly onTrouble?: (error: unknown) => void
}

/** What came of it: there was nothing to build, it was built, or an operator wishes otherwise. */
export type Driven = 'NOTHING' | 'DONE' | 'PAUSED' | 'CANCELLED' | 'FAILED'

const build = async (
  parts: DriveParts,
  replay: Replay,
  signal: AbortSignal,
): Promise<Driven | 'AGAIN'> => {
  const { eventStore, pool, vault, maxEvents } = parts
  const { generation, groups: names, stream } = replay
  const isMeant = ({ name }: { readonly name: string }): boolean => names?.includes(name) ?? true
  const meant = allGroups.filter(isMeant)
  const scope: Pick<BuildOptions, 'groups' | 'copied' | 'stream'> =
    stream === null
      ? { groups: meant, copied: allGroups.filter((group) => !isMeant(group)) }
      : { groups: [], copied: allGroups, stream: { name: stream, groups: meant } }
  const ending = new AbortController()
  const both = AbortSignal.any([signal, ending.signal])
  const governor = createGovernor(replay, both)
  const watch = watchBuild(parts, replay, governor, ending)
  try {
    const isFollowed = await buildGeneration({
      ...{ eventStore, pool, vault, generation, signal: both, pass: governor.pass },
      ...scope,
      ...(maxEvents === undefined ? {} : { maxEvents }),
      onProgress: (step: BuildStep) => watch.passed(step),
    })
    // One that was given up at the last moment is still there.
    return isFollowed ? 'DONE' : 'AGAIN'
  } catch (error) {
    // Another wish: it is looked at next.
    if (ending.signal.aborted && !signal.aborted) return 'AGAIN'
    throw error
  } finally {
    await watch.stop()
  }
}

/** One step towards what is wished of the generation that is being built. */
const step = async (parts: DriveParts, signal: AbortSignal): Promise<Driven | 'AGAIN'> => {
  const replay = await openReplay(parts.pool)
  if (replay === undefined) return 'NOTHING'
  switch (replay.wish) {
    case 'PAUSE':
      return 'PAUSED'
    case 'CANCEL':
      await dropBuilding(parts.pool, replay.generation)
      return 'CANCELLED'
    case 'RUN': {
      try {
        return await build(parts, replay, signal)
      } catch (error) {
        // Who has lost the lease leaves the wish to its successor.
        if (signal.aborted || isTransient(error) || error instanceof TakenOver) throw error
        parts.onTrouble?.(error)
        // What fails again every time it is tried is no use to be tried for ever.
        const isGivenUp = await giveUpReplay(parts.pool, replay.generation, describe(error))
        return isGivenUp ? 'FAILED' : 'AGAIN'
      }
    }
  }
}

/**
 * Does what is wished of the generation that is being built, until it follows the log, is paused or cancelled, or there is
 * none. One process at a time does: under the lease `replayLease`. Rejects when the signal comes, or when somebody else has
 * begun to build; who drives next goes on.
 */
export const driveReplay = async (parts: DriveParts, signal: AbortSignal): Promise<Driven> => {
  for (;;) {
    const driven = await persistently(
      () => step(parts, signal),
      isTransient,
      signal,
      parts.onTrouble,
    )
    if (driven !== 'AGAIN') return driven
  }
}

/** Held by the one process that builds. */
export const replayLease = 'replay'

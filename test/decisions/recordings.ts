import { readdirSync, readFileSync } from 'node:fs'
import { aggregates, type AnyAggregate } from '../../domain/aggregates.ts'
import { readRecording, type Recording } from '../../ops/decisions/recording.ts'
import { redecideSagas } from '../../ops/decisions/redecide.ts'
import { replayDecisions, type Replayed } from '../../ops/decisions/replay.ts'
import { sagas as today } from '../../sagas/registry.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'

export const recordingsFolder = new URL('./recordings/', import.meta.url)

/** Every committed recording, by name. */
export const recordings = (): ReadonlyMap<string, Recording> =>
  new Map(
    readdirSync(recordingsFolder).map((name) => [
      name.replace('.ndjson.gz', ''),
      readRecording(readFileSync(new URL(name, recordingsFolder))),
    ]),
  )

export type BothReplayed = { readonly commands: Replayed; readonly steps: Replayed }

/** A recording through today's deciders and sagas, or through others. */
export const replayed = (
  recording: Recording,
  deciders: readonly AnyAggregate[] = aggregates,
  sagas: readonly AnySaga[] = today,
): BothReplayed => ({
  commands: replayDecisions(recording, deciders),
  steps: redecideSagas(recording.events, sagas),
})

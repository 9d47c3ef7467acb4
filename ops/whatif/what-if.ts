import { isDeepStrictEqual } from 'node:util'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { differences, type Change } from '../../platform/history/differences.ts'
import { plain } from '../../platform/history/plain.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { nameOf } from '../decisions/redecide.ts'
import { rerun, type Rerun, type Run, type RunStep } from './rerun.ts'
import { decidedIn, recordedSteps, type RecordedStep } from './steps.ts'

/** One message on both sides; a side that was not told of it is absent. */
export type Compared = { readonly was?: RunStep; readonly would?: RunStep; readonly same: boolean }

export type WhatIf = {
  readonly stream: string
  /** What was changed, in words. */
  readonly changed: string
  readonly differs: boolean
  readonly steps: readonly Compared[]
  /** How the instance ends, and its state then. */
  readonly was: { readonly ended?: string; readonly state: unknown }
  readonly would: Pick<Run, 'ended' | 'state' | 'waitsFor' | 'unheard'>
  readonly stateChanges: readonly Change[]
}

const asRecorded = (steps: readonly RecordedStep[]): readonly RunStep[] =>
  steps.flatMap(({ at, told, events }) =>
    told === undefined
      ? []
      : [
          {
            at,
            told: nameOf(told.message),
            revision: told.revision,
            decided: decidedIn(events.map(({ event }) => event)),
          },
        ],
  )

/** Side by side by the revision of what was told; what would have happened besides stands where it would have. */
const sideBySide = (was: readonly RunStep[], would: readonly RunStep[]): readonly Compared[] => {
  const byRevision = new Map(would.map((step) => [step.revision, step]))
  const compared: Compared[] = []
  let next = 0
  const besides = (): void => {
    for (
      let one = would[next];
      one !== undefined && one.revision === undefined;
      one = would[next]
    ) {
      compared.push({ would: one, same: false })
      next += 1
    }
  }
  for (const step of was) {
    besides()
    const other = byRevision.get(step.revision)
    if (other === undefined) compared.push({ was: step, same: false })
    else {
      next = would.indexOf(other) + 1
      const same =
        step.at === other.at && isDeepStrictEqual(plain(step.decided), plain(other.decided))
      compared.push({ was: step, would: other, same })
    }
  }
  besides()
  return compared
}

export type Question = {
  readonly each: AnySaga
  readonly stream: readonly RecordedEvent[]
  readonly changed: string
  /** Data of recorded messages, by revision, that take the place of what is recorded. */
  readonly replaced?: ReadonlyMap<bigint, unknown>
} & Pick<Rerun, 'answer' | 'delay'>

/** A recorded instance beside the same instance with one input changed. Nothing is written, nothing is performed. */
export const whatIf = async ({
  each,
  stream,
  changed,
  replaced,
  answer,
  delay,
}: Question): Promise<WhatIf> => {
  const was = asRecorded(recordedSteps(stream))
  const unchanged = await rerun(each, {
    steps: recordedSteps(stream),
    answer: () => Promise.resolve(undefined),
  })
  const would = await rerun(each, {
    steps: recordedSteps(stream, replaced),
    answer,
    ...(delay === undefined ? {} : { delay }),
  })
  const steps = sideBySide(was, would.steps)
  const ended = stream.flatMap(({ type, data }) =>
    type === 'SagaEnded' ? [(data as { readonly outcome: string }).outcome] : [],
  )
  const { state, waitsFor, unheard, ended: end } = would
  const stateChanges = differences(unchanged.state, state)
  return {
    stream: stream[0]?.stream ?? '',
    changed,
    differs: steps.some(({ same }) => !same) || stateChanges.length > 0,
    steps,
    was: { state: unchanged.state, ...(ended[0] === undefined ? {} : { ended: ended[0] }) },
    would: { state, waitsFor, unheard, ...(end === undefined ? {} : { ended: end }) },
    stateChanges,
  }
}

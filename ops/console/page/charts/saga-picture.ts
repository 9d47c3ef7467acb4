import type { JsonObject } from '../api/json.ts'
import { isObject, textOf } from '../api/json.ts'
import type { InstanceRow, SagaDefinition } from '../queries/sagas.ts'

/** How far something is: not reached, waited for, done, or in trouble. */
export type Stage = 'never' | 'waiting' | 'done' | 'trouble'

export type Part = {
  readonly name: string
  readonly stage: Stage
  /** How often. */
  readonly times: number
  /** Which step it was first, counted from 1; undefined for what was not reached. */
  readonly step: number | undefined
}

export type SagaPicture = {
  readonly heard: readonly Part[]
  readonly effects: readonly Part[]
  readonly timers: readonly Part[]
  readonly end: Part
}

type Told = { readonly type: string; readonly data: JsonObject | null }

const nameIn = ({ type, data }: Told): string | undefined => {
  if (data === null) return undefined
  const { input, kind, name } = data
  return type === 'SagaInputReceived' && isObject(input)
    ? textOf(input['type'])
    : textOf(kind ?? name)
}

const stages: Readonly<Record<string, Stage>> = {
  SagaEffectRequested: 'waiting',
  SagaEffectSucceeded: 'done',
  SagaEffectRefused: 'trouble',
  SagaEffectUnknown: 'trouble',
  SagaEffectParked: 'trouble',
  SagaEffectRedriven: 'waiting',
  SagaEffectAbandoned: 'done',
  SagaInputReceived: 'done',
  SagaTimerScheduled: 'waiting',
  SagaTimerFired: 'done',
  SagaTimerCancelled: 'done',
}
const begins = new Set(['SagaInputReceived', 'SagaEffectRequested', 'SagaTimerScheduled'])

/** Goes through the story; each name is at the stage that was told last, and counted as often as it began. */
const partsOf = (
  names: readonly string[],
  story: readonly Told[],
  prefix: string,
): readonly Part[] => {
  const parts = new Map<string, Part>(
    names.map((name) => [name, { name, stage: 'never', times: 0, step: undefined }]),
  )
  let step = 0
  for (const told of story) {
    if (begins.has(told.type)) step += 1
    const name = nameIn(told)
    if (!told.type.startsWith(prefix) || name === undefined) continue
    const { times = 0, step: first = step } = parts.get(name) ?? {}
    const stage = stages[told.type] ?? 'waiting'
    parts.set(name, { name, stage, times: times + (begins.has(told.type) ? 1 : 0), step: first })
  }
  return [...parts.values()]
}

/**
 * What a saga may hear and have done, and where in that an instance is. A story that was cut short is made good by what the
 * instance's row says.
 */
export const pictureOf = (
  { routes, effects }: Pick<SagaDefinition, 'routes' | 'effects'>,
  instance: InstanceRow,
  story: readonly Told[],
): SagaPicture => {
  const waits = new Set(instance.outstanding.map(({ kind }) => kind))
  const parked = new Set(instance.deadLetters.map(({ name }) => name))
  const now = (part: Part): Part =>
    parked.has(part.name)
      ? { ...part, stage: 'trouble' }
      : waits.has(part.name)
        ? { ...part, stage: 'waiting', times: Math.max(1, part.times) }
        : part
  const isEnded = instance.status === 'ENDED'
  return {
    heard: partsOf(
      routes.map(({ eventType }) => eventType),
      story,
      'SagaInput',
    ).map(now),
    effects: partsOf(effects, story, 'SagaEffect').map(now),
    timers: partsOf([], story, 'SagaTimer'),
    end: {
      name: instance.outcome ?? 'not ended',
      stage: isEnded ? 'done' : 'never',
      times: isEnded ? 1 : 0,
      step: undefined,
    },
  }
}

import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { getById, setById, type IdMap } from '../shared/id-map.ts'
import { msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'

/**
 * Runs of an app that count together: those of a subscription in one period, or of an organisation's preview. A run takes
 * its place before it is submitted, so that however many come at once, no more go through than there are places.
 */
export const category = 'subscriptionUsage'
/** Of a subscription's period; of a preview, which is a period for ever. */
export const usageIdOf = (subjectId: string, period: number): string => `${subjectId}-${period}`

/** A place that no job came for is free again after this time. */
export const lapseMs = 15 * 60_000

// Events: the stored contract.
const Fact = z.strictObject({ usageId: z.string().min(1).max(100), runId: Id, at: Instant })
export const definitions = [
  defineEvent(
    'RunReserved',
    1,
    // How many count with it: what a tier is chosen by.
    Fact.extend({
      organisation: Id,
      appId: Id,
      number: z.int().min(1),
      quota: z.int().min(0).exactOptional(),
    }),
  ),
  defineEvent('RunConfirmed', 1, Fact),
  defineEvent('RunCounted', 1, Fact),
  defineEvent('RunUncounted', 1, Fact),
] as const
export type AppUsageEvent = EventOf<(typeof definitions)[number]>

// State. Places lapse by the clock, so that they are counted when somebody asks.
type Place = {
  readonly status: 'RESERVED' | 'CONFIRMED' | 'COUNTED' | 'UNCOUNTED'
  readonly number: number
  readonly at: string
}
export type AppUsage = {
  /** Of the first place that was taken; absent before it. */
  readonly usageId?: string
  readonly places: IdMap<Place>
  /** The latest quota that a place was taken under; none: unlimited. */
  readonly quota?: number
  readonly counted: number
  /** Runs whose place is taken and not yet counted. */
  readonly open: readonly string[]
}

export const initial: AppUsage = { places: {}, counted: 0, open: [] }

const opened = (open: readonly string[], runId: string): readonly string[] =>
  open.includes(runId) ? open : [...open, runId]

export const evolve = (state: AppUsage, event: AppUsageEvent): AppUsage => {
  const { usageId, runId, at } = event.data
  if (event.type === 'RunReserved') {
    const { number, quota } = event.data
    const { quota: _, ...rest } = state
    return {
      ...rest,
      usageId,
      ...(quota === undefined ? {} : { quota }),
      places: setById(state.places, runId, { status: 'RESERVED', number, at }),
      open: opened(state.open, runId),
    }
  }
  const place = getById(state.places, runId)
  if (place === undefined) return state
  const others = state.open.filter((other) => other !== runId)
  switch (event.type) {
    case 'RunConfirmed': {
      const places = setById(state.places, runId, { ...place, status: 'CONFIRMED' as const })
      return { ...state, places, open: opened(state.open, runId) }
    }
    case 'RunCounted': {
      const places = setById(state.places, runId, { ...place, status: 'COUNTED' as const })
      return { ...state, places, open: others, counted: state.counted + 1 }
    }
    case 'RunUncounted': {
      const places = setById(state.places, runId, { ...place, status: 'UNCOUNTED' as const })
      return { ...state, places, open: others }
    }
    default:
      return exhausted(event)
  }
}

const hasLapsed = ({ status, at }: Place, now: string): boolean =>
  status === 'RESERVED' && msOf(now) - msOf(at) > lapseMs

const isOpen = ({ status }: Place): boolean => status === 'RESERVED' || status === 'CONFIRMED'

/** Places that are taken now, beside the one of this run. */
export const takenPlaces = ({ places, counted, open }: AppUsage, now: string, beside?: string) =>
  counted +
  open.filter((runId) => {
    const place = getById(places, runId)
    return runId !== beside && place !== undefined && !hasLapsed(place, now)
  }).length

export const remainingPlaces = (state: AppUsage, quota: number, now: string): number =>
  Math.max(0, quota - takenPlaces(state, now))

/** The place of a run, from which its price follows. */
export const numberOf = ({ places }: AppUsage, runId: string): number | undefined =>
  getById(places, runId)?.number

// Commands.
export type AppUsageCommand = { readonly runId: string } & (
  | {
      readonly type: 'ReserveRun'
      readonly usageId: string
      readonly organisation: string
      readonly appId: string
      /** Places that there are; none: unlimited. */
      readonly quota?: number
    }
  /** Its job is there: the place does not lapse any more. */
  | { readonly type: 'ConfirmRun' }
  /** Its submission was refused. Another request under the same key may have gone through: what is confirmed stays. */
  | { readonly type: 'GiveBackRun' }
  | { readonly type: 'SettleRun' }
  | { readonly type: 'ReleaseRun' }
)

const exceeded = (quota: number) =>
  reject('QUOTA_EXCEEDED', `All ${quota} runs of this period are taken.`)

export const decide = (
  command: AppUsageCommand,
  state: AppUsage,
  { now }: DecisionMeta,
): Decision<AppUsageEvent> => {
  const { runId } = command
  const place = getById(state.places, runId)
  if (command.type === 'ReserveRun') {
    const { usageId, organisation, appId, quota } = command
    if (place !== undefined && place.status !== 'UNCOUNTED' && !hasLapsed(place, now)) return []
    const taken = takenPlaces(state, now, runId)
    if (quota !== undefined && taken >= quota) return exceeded(quota)
    const limit = quota === undefined ? {} : { quota }
    const data = { usageId, runId, organisation, appId, number: taken + 1, ...limit, at: now }
    return [{ type: 'RunReserved', data }]
  }
  if (place === undefined) return reject('NOT_FOUND', 'No place was taken for this run.')
  return onward(command, state, place, { usageId: state.usageId ?? '', runId, at: now })
}

const onward = (
  command: Exclude<AppUsageCommand, { type: 'ReserveRun' }>,
  state: AppUsage,
  place: Place,
  fact: z.output<typeof Fact>,
): Decision<AppUsageEvent> => {
  switch (command.type) {
    case 'ConfirmRun': {
      if (place.status === 'CONFIRMED' || place.status === 'COUNTED') return []
      // Others may have taken all places since this one lapsed or was given back.
      const { quota } = state
      const isOver = quota !== undefined && takenPlaces(state, fact.at, fact.runId) >= quota
      return isOver ? exceeded(quota) : [{ type: 'RunConfirmed', data: fact }]
    }
    case 'GiveBackRun':
      return place.status === 'RESERVED' ? [{ type: 'RunUncounted', data: fact }] : []
    case 'SettleRun':
      return isOpen(place) ? [{ type: 'RunCounted', data: fact }] : []
    case 'ReleaseRun':
      return isOpen(place) ? [{ type: 'RunUncounted', data: fact }] : []
    default:
      return exhausted(command)
  }
}

export const appUsage: Aggregate<AppUsage, AppUsageCommand, AppUsageEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

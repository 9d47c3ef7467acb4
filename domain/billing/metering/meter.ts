import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted, Instant } from '../../shared/values.ts'
import { Meter, MeterKey } from './meter-rules.ts'
import { standardMeter } from './standard-meters.ts'

/** A meter that operators defined, beside the standard ones. Its stream bears its key. */
export const category = 'meter'

// Events: the stored contract.
export const definitions = [
  defineEvent('MeterDefined', 1, Meter.extend({ at: Instant })),
  // What was reported stays and is rated; nothing more is taken.
  defineEvent('MeterRetired', 1, z.strictObject({ key: MeterKey, at: Instant })),
] as const
export type MeterEvent = EventOf<(typeof definitions)[number]>

// State.
export type MeterState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'defined'; readonly meter: Meter; readonly retired: boolean }

export const initial: MeterState = { kind: 'absent' }

export const evolve = (state: MeterState, event: MeterEvent): MeterState => {
  switch (event.type) {
    case 'MeterDefined': {
      const { at: _, ...meter } = event.data
      return { kind: 'defined', meter, retired: false }
    }
    case 'MeterRetired':
      return state.kind === 'absent' ? state : { ...state, retired: true }
    default:
      return exhausted(event)
  }
}

// Commands.
export type MeterCommand =
  | { readonly type: 'DefineMeter'; readonly meter: Omit<Meter, 'feed'> }
  | { readonly type: 'RetireMeter' }

export const decide = (
  command: MeterCommand,
  state: MeterState,
  meta: DecisionMeta,
): Decision<MeterEvent> => {
  switch (command.type) {
    case 'DefineMeter': {
      const meter: Meter = { ...command.meter, feed: 'REPORTED' }
      if (standardMeter(meter.key) !== undefined)
        return reject('ALREADY_EXISTS', `${meter.key} is a meter of the hub.`)
      if (meter.aggregation === 'UNIQUE' && meter.subject !== 'REQUIRED')
        return reject('INVALID_INPUT', 'A meter of different subjects requires a subject.')
      if (state.kind === 'absent')
        return [{ type: 'MeterDefined', data: { ...meter, at: meta.now } }]
      return same(state.meter, meter)
        ? []
        : reject('ALREADY_EXISTS', `${meter.key} is defined, and a meter never changes.`)
    }
    case 'RetireMeter':
      if (state.kind === 'absent') return reject('METER_UNKNOWN', 'There is no such meter.')
      return state.retired
        ? []
        : [{ type: 'MeterRetired', data: { key: state.meter.key, at: meta.now } }]
    default:
      return exhausted(command)
  }
}

export const meter: Aggregate<MeterState, MeterCommand, MeterEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

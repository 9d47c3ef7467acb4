import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { msOf } from '../shared/instant.ts'
import { isOddlyScaled } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { calibration as calibrationSchema, type Calibration } from './calibration.ts'
import { PriceBookEntry } from './price-book.ts'
import { DeviceFacts } from './device-facts.ts'

export const category = 'device'

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'DeviceRegistered',
    1,
    DeviceFacts.extend({ providerOrganisation: Id, deviceId: Id, registeredAt: Instant }),
  ),
  defineEvent(
    'DeviceCalibrationPublished',
    1,
    z.strictObject({
      deviceId: Id,
      calibrationId: Id,
      calibration: calibrationSchema,
      publishedAt: Instant,
    }),
  ),
  defineEvent('DeviceWentOnline', 1, z.strictObject({ deviceId: Id, at: Instant })),
  defineEvent(
    'DeviceWentOffline',
    1,
    z.strictObject({ deviceId: Id, at: Instant, reason: z.string() }),
  ),
  defineEvent('DevicePaused', 1, z.strictObject({ deviceId: Id, at: Instant, reason: z.string() })),
  defineEvent(
    'DeviceRetired',
    1,
    z.strictObject({ deviceId: Id, at: Instant, reason: z.string() }),
  ),
  defineEvent(
    'DevicePricePublished',
    1,
    z.strictObject({ deviceId: Id, price: PriceBookEntry, publishedAt: Instant }),
  ),
] as const
export type DeviceEvent = EventOf<(typeof definitions)[number]>

// State.
export type DeviceStatus = 'ONLINE' | 'OFFLINE' | 'PAUSED' | 'RETIRED'
export type RegisteredDevice = {
  readonly kind: 'registered'
  readonly deviceId: string
  readonly providerOrganisation: string
  readonly status: DeviceStatus
  readonly facts: DeviceFacts
  readonly calibration?: { readonly calibrationId: string; readonly calibration: Calibration }
  readonly calibrationIds: readonly string[]
}
export type Device = { readonly kind: 'absent' } | RegisteredDevice

export const initial: Device = { kind: 'absent' }

export const evolve = (state: Device, event: DeviceEvent): Device => {
  if (event.type === 'DeviceRegistered') {
    const { providerOrganisation, deviceId, registeredAt: _, ...facts } = event.data
    return {
      kind: 'registered',
      deviceId,
      providerOrganisation,
      status: 'OFFLINE',
      facts,
      calibrationIds: [],
    }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'DeviceCalibrationPublished': {
      const { calibrationId, calibration } = event.data
      return {
        ...state,
        calibration: { calibrationId, calibration },
        calibrationIds: [...state.calibrationIds, calibrationId],
      }
    }
    case 'DeviceWentOnline':
      return { ...state, status: 'ONLINE' }
    case 'DeviceWentOffline':
      return { ...state, status: 'OFFLINE' }
    case 'DevicePaused':
      return { ...state, status: 'PAUSED' }
    case 'DeviceRetired':
      return { ...state, status: 'RETIRED' }
    case 'DevicePricePublished':
      return {
        ...state,
        facts: { ...state.facts, priceBook: [...state.facts.priceBook, event.data.price] },
      }
    default:
      return exhausted(event)
  }
}

// Commands.
export type DeviceCommand =
  | {
      readonly type: 'RegisterDevice'
      readonly providerOrganisation: string
      readonly deviceId: string
      readonly facts: DeviceFacts
    }
  | {
      readonly type: 'PublishCalibration'
      readonly calibrationId: string
      readonly calibration: Calibration
    }
  | { readonly type: 'PublishPrice'; readonly price: PriceBookEntry }
  | { readonly type: 'GoOnline' }
  | { readonly type: 'GoOffline' | 'PauseDevice' | 'RetireDevice'; readonly reason: string }

const transitionTo = (
  target: DeviceStatus,
  state: RegisteredDevice,
  events: readonly DeviceEvent[],
): Decision<DeviceEvent> => {
  if (state.status === target) return []
  if (state.status === 'RETIRED')
    return reject('DEVICE_RETIRED', 'A retired device does not come back.')
  return events
}

export const decide = (
  command: DeviceCommand,
  state: Device,
  meta: DecisionMeta,
): Decision<DeviceEvent> => {
  if (command.type === 'RegisterDevice') {
    if (state.kind !== 'absent')
      return reject('ALREADY_EXISTS', 'This device is registered already.')
    const { providerOrganisation, deviceId, facts } = command
    if (facts.priceBook.some(({ asset }) => asset !== facts.priceBook[0]?.asset))
      return reject('ASSET_MISMATCH', 'A device is priced in one asset.')
    const odd = facts.priceBook.find(({ asset }) => isOddlyScaled(asset))
    if (odd !== undefined)
      return reject('ASSET_MISMATCH', `The hub does not count in ${odd.asset}.`)
    return [
      {
        type: 'DeviceRegistered',
        data: { ...facts, providerOrganisation, deviceId, registeredAt: meta.now },
      },
    ]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such device.')
  const { deviceId } = state
  const at = meta.now
  switch (command.type) {
    case 'PublishCalibration':
      return publishCalibration(command.calibrationId, command.calibration, state, meta)
    case 'PublishPrice':
      if (state.status === 'RETIRED')
        return reject('DEVICE_RETIRED', 'A retired device takes no price.')
      if (command.price.asset !== state.facts.priceBook[0]?.asset)
        return reject('ASSET_MISMATCH', 'A device keeps the asset it was registered with.')
      if (msOf(command.price.validFrom) < msOf(meta.now))
        return reject('INVALID_INPUT', 'A price applies from now on or later, never to the past.')
      return [
        { type: 'DevicePricePublished', data: { deviceId, price: command.price, publishedAt: at } },
      ]
    case 'GoOnline':
      if (
        state.status !== 'RETIRED' &&
        state.facts.execution.noise &&
        state.calibration === undefined
      )
        return reject(
          'CALIBRATION_REQUIRED',
          'A noisy device needs a published calibration before it goes online.',
        )
      return transitionTo('ONLINE', state, [{ type: 'DeviceWentOnline', data: { deviceId, at } }])
    case 'GoOffline':
      return transitionTo('OFFLINE', state, [
        { type: 'DeviceWentOffline', data: { deviceId, at, reason: command.reason } },
      ])
    case 'PauseDevice':
      if (state.status === 'OFFLINE')
        return reject('ILLEGAL_DEVICE_TRANSITION', 'An offline device cannot be paused.')
      return transitionTo('PAUSED', state, [
        { type: 'DevicePaused', data: { deviceId, at, reason: command.reason } },
      ])
    case 'RetireDevice':
      return transitionTo('RETIRED', state, [
        { type: 'DeviceRetired', data: { deviceId, at, reason: command.reason } },
      ])
    default:
      return exhausted(command)
  }
}

const publishCalibration = (
  calibrationId: string,
  calibration: Calibration,
  state: RegisteredDevice,
  meta: DecisionMeta,
): Decision<DeviceEvent> => {
  if (state.status === 'RETIRED')
    return reject('DEVICE_RETIRED', 'A retired device takes no calibration.')
  const outside = calibration.qubits.find((qubit) => qubit.index >= state.facts.qubits)
  if (outside !== undefined)
    return reject(
      'CALIBRATION_MISMATCH',
      `The calibration names qubit ${outside.index}; the device has ${state.facts.qubits}.`,
    )
  const { deviceId } = state
  return [
    {
      type: 'DeviceCalibrationPublished',
      data: { deviceId, calibrationId, calibration, publishedAt: meta.now },
    },
  ]
}

export const device: Aggregate<Device, DeviceCommand, DeviceEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

import { priceOf } from '../billing/price.ts'
import type { RegisteredDevice } from '../devices/device.ts'
import type { DeviceFacts } from '../devices/device-facts.ts'
import { priceAt, type PriceBookEntry } from '../devices/price-book.ts'
import { isOpen, nextOpening } from '../devices/windows.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { Money } from '../shared/money.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import type { CircuitFacts } from './circuit-facts.ts'
import { estimateSeconds } from './estimate.ts'

export type Terms = {
  readonly price: PriceBookEntry
  readonly estimate: Money
  readonly estimatedSeconds: number
  readonly calibrationId?: string
  readonly timeLimit: number
}

/** What of a device is asked. */
export type Admitting = Pick<RegisteredDevice, 'status' | 'calibrationIds'> & {
  readonly calibration?: { readonly calibrationId: string }
  readonly facts: Pick<
    DeviceFacts,
    'name' | 'qubits' | 'shots' | 'priceBook' | 'executionWindows' | 'outsideWindows'
  > & { readonly execution: Pick<DeviceFacts['execution'], 'timeLimit'> }
}

/** May this program run on this device now, and at what price? The device's limits, status, windows and price book decide. */
export const admit = (
  device: Admitting,
  circuit: CircuitFacts,
  shots: number,
  calibrationId: string | undefined,
  now: string,
): Terms | Rejection => {
  const { facts, status } = device
  if (status === 'RETIRED') return reject('DEVICE_RETIRED', `${facts.name} is retired.`)
  if (status === 'OFFLINE') return reject('DEVICE_OFFLINE', `${facts.name} is offline.`)
  if (facts.outsideWindows === 'REFUSE' && !isOpen(facts.executionWindows, msOf(now))) {
    const next = instantOf(nextOpening(facts.executionWindows, msOf(now)))
    return reject('OUTSIDE_EXECUTION_WINDOW', `${facts.name} opens next at ${next}.`)
  }
  if (circuit.qubits > facts.qubits)
    return reject(
      'TOO_MANY_QUBITS',
      `The circuit has ${circuit.qubits} qubits; ${facts.name} has ${facts.qubits}.`,
    )
  if (shots > facts.shots.max)
    return reject('TOO_MANY_SHOTS', `${facts.name} takes at most ${facts.shots.max} shots.`)
  if (shots < facts.shots.min)
    return reject('TOO_FEW_SHOTS', `${facts.name} takes at least ${facts.shots.min} shots.`)
  if (calibrationId !== undefined && !device.calibrationIds.includes(calibrationId))
    return reject('CALIBRATION_MISMATCH', `${facts.name} has no calibration ${calibrationId}.`)
  const price = priceAt(facts.priceBook, now)
  if (price === undefined)
    return reject('DEVICE_OFFLINE', `${facts.name} has no price in force yet.`)
  const pinned = calibrationId ?? device.calibration?.calibrationId
  const estimatedSeconds = estimateSeconds(circuit, shots)
  const { oneQubitGates, twoQubitGates } = circuit
  const estimate = priceOf(price, {
    shots,
    seconds: estimatedSeconds,
    oneQubitGates,
    twoQubitGates,
  })
  if (!Money.safeParse(estimate).success)
    return reject('AMOUNT_OUT_OF_RANGE', 'The job would cost more than there is money to count.')
  return {
    price,
    estimate,
    estimatedSeconds,
    timeLimit: facts.execution.timeLimit,
    ...(pinned === undefined ? {} : { calibrationId: pinned }),
  }
}

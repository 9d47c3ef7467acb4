import type { z } from 'zod'
import type { Calibration } from '../../domain/devices/calibration.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { readBraketDevice } from '../../platform/calibrations/braket.ts'
import { readIbmDevice } from '../../platform/calibrations/ibm.ts'
import type { ReadOutcome } from '../../platform/calibrations/outcome.ts'
import type { PublishedCalibration } from './publish-calibration.ts'

/** The calibration in the hub's own form, whoever's form it came in. */
export const readCalibration = (
  published: z.output<typeof PublishedCalibration>,
): Calibration | Rejection => {
  switch (published.format) {
    case 'qhub':
      return published.calibration
    case 'ibm':
      return calibrationOf(readIbmDevice(published.configuration, published.properties))
    case 'braket':
      return calibrationOf(readBraketDevice('device', published.capabilities))
    default:
      return exhausted(published)
  }
}

const calibrationOf = (outcome: ReadOutcome): Calibration | Rejection => {
  if (outcome.kind === 'ok') return outcome.calibration
  const issues = outcome.issues.map(({ path, message }) => ({
    pointer: pointerOf(path),
    code: 'calibration',
    detail: message,
  }))
  return reject('INVALID_INPUT', 'The calibration does not have the form of its vendor.', issues)
}

/** `properties.gates[3].name` as a JSON pointer (RFC 6901). */
const pointerOf = (path: string): string =>
  path === '' ? '' : `/${path.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`

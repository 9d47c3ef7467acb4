import { z } from 'zod'
import { calibration, type Calibration } from '../../domain/devices/calibration.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { readBraketDevice } from '../../platform/calibrations/braket.ts'
import { readIbmDevice } from '../../platform/calibrations/ibm.ts'
import type { ReadOutcome } from '../../platform/calibrations/outcome.ts'

/** What was measured, in the hub's own form or as the vendors publish it. */
export const PublishedCalibration = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('qhub'), calibration }),
  z.strictObject({ format: z.literal('ibm'), configuration: z.unknown(), properties: z.unknown() }),
  z.strictObject({ format: z.literal('braket'), capabilities: z.unknown() }),
])

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
      return calibrationOf(readBraketDevice('device', published.capabilities), ['capabilities'])
    default:
      return exhausted(published)
  }
}

/** `under`: where in the input the document stands that the reader speaks of. */
const calibrationOf = (
  outcome: ReadOutcome,
  under: readonly string[] = [],
): Calibration | Rejection => {
  if (outcome.kind === 'ok') return outcome.calibration
  const issues = outcome.issues.map(({ path, message }) => ({
    pointer: pointerOf([...under, ...(path === '' ? [] : [path])].join('.')),
    code: 'calibration',
    detail: message,
  }))
  return reject('INVALID_INPUT', 'The calibration does not have the form of its vendor.', issues)
}

/** `properties.gates[3].name` as a JSON pointer (RFC 6901). */
const pointerOf = (path: string): string =>
  path === '' ? '' : `/${path.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`

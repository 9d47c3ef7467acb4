import { z } from 'zod'
import { calibrationSource } from '../../domain/devices/calibration.ts'
import { device, type RegisteredDevice } from '../../domain/devices/device.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'

/** A device as it is on offer; of its calibration what names it. */
export const DeviceView = DeviceFacts.extend({
  deviceId: Id,
  providerOrganisation: Id,
  status: z.enum(['ONLINE', 'OFFLINE', 'PAUSED', 'RETIRED']),
  calibration: z
    .strictObject({
      calibrationId: Id,
      takenAt: z.iso.datetime({ offset: true }),
      source: calibrationSource,
    })
    .exactOptional(),
})
export type DeviceView = z.output<typeof DeviceView>

const calibrationOf = ({ calibration: published }: RegisteredDevice) => {
  if (published === undefined) return {}
  const { calibrationId, calibration } = published
  const { takenAt, source } = calibration
  return { calibration: { calibrationId, takenAt, source } }
}

/** A device as it is now. Devices are on offer: whoever is signed in may look. */
export const readDevice = (
  services: Services,
  context: CommandContext,
  deviceId: string,
): Promise<ReadOutcome<DeviceView>> =>
  readAggregate(services, context, 'signed-in', device, deviceId, (state) => {
    if (state.kind === 'absent') return notFound('device')
    const { providerOrganisation, status, facts } = state
    return { ...facts, deviceId, providerOrganisation, status, ...calibrationOf(state) }
  })

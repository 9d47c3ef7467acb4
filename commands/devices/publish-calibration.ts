import { z } from 'zod'
import { device } from '../../domain/devices/device.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownDevice } from './own-device.ts'
import { PublishedCalibration, readCalibration } from './read-calibration.ts'

export const publishCalibration = defineCommand({
  name: 'devices.publishCalibration',
  input: z.strictObject({ deviceId: Id, published: PublishedCalibration }),
  scope: 'devices:write',
  run: async ({ deviceId, published }, tools) => {
    const owned = await ownDevice(tools, deviceId)
    if (isRejection(owned)) return owned
    const read = readCalibration(published)
    if (isRejection(read)) return read
    const calibrationId = derivedId(tools.context.commandId, 'calibration')
    const changed = await tools.change(device, deviceId, {
      type: 'PublishCalibration',
      calibrationId,
      calibration: read,
    })
    return 'stream' in changed ? { answer: { deviceId, calibrationId }, changed } : changed
  },
})

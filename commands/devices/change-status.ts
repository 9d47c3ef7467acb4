import { z } from 'zod'
import { device, type DeviceCommand } from '../../domain/devices/device.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { exhausted, Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownDevice } from './own-device.ts'

const Status = z.enum(['ONLINE', 'OFFLINE', 'PAUSED', 'RETIRED'])

const commandFor = (status: z.output<typeof Status>, reason: string): DeviceCommand => {
  switch (status) {
    case 'ONLINE':
      return { type: 'GoOnline' }
    case 'OFFLINE':
      return { type: 'GoOffline', reason }
    case 'PAUSED':
      return { type: 'PauseDevice', reason }
    case 'RETIRED':
      return { type: 'RetireDevice', reason }
    default:
      return exhausted(status)
  }
}

export const changeDeviceStatus = defineCommand({
  name: 'devices.changeStatus',
  input: z.strictObject({ deviceId: Id, status: Status, reason: z.string().max(500).default('') }),
  scope: 'devices:write',
  run: async ({ deviceId, status, reason }, tools) => {
    const owned = await ownDevice(tools, deviceId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(device, deviceId, commandFor(status, reason))
    return 'stream' in changed ? { answer: { deviceId, status }, changed } : changed
  },
})

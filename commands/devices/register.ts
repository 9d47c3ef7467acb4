import { device } from '../../domain/devices/device.ts'
import { DeviceFacts } from '../../domain/devices/device-facts.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'

/** A provider puts a device on offer. It starts OFFLINE. */
export const registerDevice = defineCommand({
  name: 'devices.register',
  input: DeviceFacts.refine(({ shots }) => shots.min <= shots.max, {
    path: ['shots', 'min'],
    message: 'min is above max',
  }),
  scope: 'devices:write',
  run: async (facts, { context, change }) => {
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A device belongs to an organisation; act for one.')
    const deviceId = derivedId(context.commandId, 'device')
    const changed = await change(device, deviceId, {
      type: 'RegisterDevice',
      providerOrganisation: organisation,
      deviceId,
      facts,
    })
    return 'stream' in changed ? { answer: { deviceId }, changed } : changed
  },
})

import { device, type RegisteredDevice } from '../../domain/devices/device.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The device, if the caller's organisation owns it. */
export const ownDevice = async (
  tools: CommandTools,
  deviceId: string,
): Promise<RegisteredDevice | Rejection> => {
  const { state } = await tools.load(device, deviceId)
  if (state.kind === 'absent' || !actsFor(tools.context, state.providerOrganisation))
    return notFound('device')
  return state
}

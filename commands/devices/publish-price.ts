import { z } from 'zod'
import { device } from '../../domain/devices/device.ts'
import { PriceBookEntry } from '../../domain/devices/price-book.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownDevice } from './own-device.ts'

/** A new entry of the price book. Jobs and quotes that exist keep theirs. */
export const publishPrice = defineCommand({
  name: 'devices.publishPrice',
  input: z.strictObject({ deviceId: Id, price: PriceBookEntry }),
  scope: 'devices:write',
  run: async ({ deviceId, price }, tools) => {
    const owned = await ownDevice(tools, deviceId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(device, deviceId, { type: 'PublishPrice', price })
    return 'stream' in changed ? { answer: { deviceId, version: price.version }, changed } : changed
  },
})

import type { DeviceQueueDepthRow } from '../../projections/devices/tables.ts'
import type { HotDeviceQueue } from '../../platform/positions/hot-keys.ts'
import { hotKeys, parseHotDeviceQueue } from '../../platform/positions/hot-keys.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { Freshness } from '../../platform/positions/positions.ts'
import { type ById, byId } from '../view/batch.ts'

/** A device's line, as far as anybody may see it. */
export type QueueDepth = Pick<DeviceQueueDepthRow, 'accepting' | 'waiting' | 'running'>

/**
 * The hot copies of the lines' lengths. They count only when the cache has reached the position that the answer states;
 * a cache that is behind, or away, has none.
 */
export const hotQueueDepths = (cache: Cache, freshness: Freshness): ById<HotDeviceQueue> =>
  byId(
    async (deviceIds) => {
      const keys = hotKeys(freshness.generation)
      try {
        const [reached, ...values] = await cache.getMany([
          keys.position,
          ...deviceIds.map(keys.deviceQueue),
        ])
        if (reached === undefined || BigInt(reached) < freshness.position) return []
        return values.flatMap((value, index) => {
          const hot = parseHotDeviceQueue(value)
          const deviceId = deviceIds[index]
          return hot === undefined || deviceId === undefined ? [] : [{ ...hot, deviceId }]
        })
      } catch {
        return []
      }
    },
    ({ deviceId }: HotDeviceQueue & { readonly deviceId: string }) => deviceId,
  )

type Depths = { readonly hotQueueDepths: ById<QueueDepth>; readonly queueDepths: ById<QueueDepth> }

/** A device that nobody configured yet has no line. */
export const queueDepthOf = async (loaders: Depths, deviceId: string): Promise<QueueDepth> =>
  (await loaders.hotQueueDepths.load(deviceId)) ??
  (await loaders.queueDepths.load(deviceId)) ?? { accepting: false, waiting: 0, running: 0 }

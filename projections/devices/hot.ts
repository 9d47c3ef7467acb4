import type { CacheWrite } from '../../platform/cache/cache.ts'
import { hotKeys, hotLifeMs, type HotDeviceQueue } from '../../platform/positions/hot-keys.ts'
import type { DeviceQueueDepthRow } from './tables.ts'

export const hotDeviceQueue = (generation: number, row: DeviceQueueDepthRow): CacheWrite => {
  const { waiting, running, accepting } = row
  const value: HotDeviceQueue = {
    waiting,
    running,
    accepting,
    position: row.position.toString(),
  }
  const key = hotKeys(generation).deviceQueue(row.device_id)
  return { kind: 'set', key, value: JSON.stringify(value), ttlMs: hotLifeMs }
}

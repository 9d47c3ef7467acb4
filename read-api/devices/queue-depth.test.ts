import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { byId } from '../view/batch.ts'
import { hotQueueDepths, type QueueDepth, queueDepthOf } from './queue-depth.ts'

const keys = hotKeys(1)
const freshness = { generation: 1, position: 10n, lagMs: 0 }
const hot = { waiting: 3, running: 1, accepting: true, position: '9' }
const row = { device_id: 'd', waiting: 2, running: 1, accepting: true }

const depthWith = async (reached: string | undefined, cached: boolean) => {
  const cache = createMemoryCache()
  if (reached !== undefined) await cache.set(keys.position, reached)
  if (cached) await cache.set(keys.deviceQueue('d'), JSON.stringify(hot))
  return depthFrom(cache)
}
const depthFrom = (cache: ReturnType<typeof createMemoryCache>) => {
  const rows = byId<QueueDepth & { readonly device_id: string }>(
    async (ids) => (ids.includes('d') ? [row] : []),
    ({ device_id }) => device_id,
  )
  return queueDepthOf({ hotQueueDepths: hotQueueDepths(cache, freshness), queueDepths: rows }, 'd')
}

t.test('the hot copy counts when the cache is as new as the answer claims', async (t) => {
  t.match(await depthWith('10', true), { waiting: 3 })
  t.match(await depthWith('11', true), { waiting: 3 })
})

t.test('otherwise the row does', async (t) => {
  t.match(await depthWith('9', true), { waiting: 2 }, 'a cache that is behind')
  t.match(await depthWith(undefined, true), { waiting: 2 }, 'one that has forgotten how far it was')
  t.match(await depthWith('10', false), { waiting: 2 }, 'one without the key')
  const away = { ...createMemoryCache(), getMany: () => Promise.reject(new Error('away')) }
  t.match(await depthFrom(away), { waiting: 2 }, 'one that does not answer')
})

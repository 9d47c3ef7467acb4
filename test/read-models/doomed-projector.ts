/** A projector that is killed, as by kill -9, just after its first commit: when it begins to write the cache. */
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { connectRedisCache } from '../../platform/cache/redis-cache.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { hotKeys } from '../../platform/positions/hot-keys.ts'
import { noVault } from './rows.ts'

const [eventStoreUrl = '', postgresUrl = '', redisUrl = '', prefix = ''] = process.argv.slice(2)
const cache = await connectRedisCache(redisUrl, { prefix })

startProjector({
  eventStore: connectEventStore(eventStoreUrl),
  postgres: await connectPostgres(postgresUrl),
  postgresUrl,
  cache: {
    ...cache,
    write: async (writes) => {
      const moves = writes.some(
        (write) => write.kind === 'advance' && write.key === hotKeys(1).position,
      )
      if (moves) process.kill(process.pid, 'SIGKILL')
      await cache.write(writes)
    },
  },
  bus: createMemoryBus(),
  vault: noVault,
  logger: createLogger('silent'),
})

/** A projector in a process of its own, for tests that kill it or freeze it. Says "ready", then its groups whenever they change. */
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import { noVault } from './rows.ts'

const [eventStoreUrl = '', postgresUrl = ''] = process.argv.slice(2)
const projector = startProjector({
  eventStore: connectEventStore(eventStoreUrl),
  postgres: await connectPostgres(postgresUrl),
  postgresUrl,
  cache: createMemoryCache(),
  bus: createMemoryBus(),
  vault: noVault,
  logger: createLogger('silent'),
  maxEvents: 3,
  lookEveryMs: 100,
  silentForMs: 2_000,
})
projector.done.catch(() => process.exit(3))

let said = ''
setInterval(() => {
  const groups = [...projector.status().groups].sort().join(',')
  if (groups !== said) process.stdout.write(`${(said = groups)}\n`)
}, 20)

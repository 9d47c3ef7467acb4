import { join } from 'node:path'
import { z } from 'zod'
import { createCircuitDesk } from '../../../platform/circuits/desk.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { createContentStore } from '../../../platform/objects/content.ts'
import { createDirectoryStore } from '../../../platform/objects/directory.ts'
import { createSpool } from '../../../platform/objects/spool.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { createPostgresVault } from '../../../platform/vault/postgres-vault.ts'
import { runSagas } from '../../kit/saga-runtime.ts'
import { servicesOn } from '../../kit/services.ts'
import { dieNow } from '../../servers/die-at.ts'
import { startOfTests } from '../../write-api/kit/hub.ts'
import { sagasOfTasks } from '../world.ts'

/** A process that works on the tasks of a hub until it is about to write for the n-th time, or has just written. */
const Orders = z.object({
  eventStoreUrl: z.string(),
  postgresUrl: z.string(),
  dataDir: z.string(),
  nth: z.int().min(1),
  when: z.enum(['BEFORE', 'AFTER']),
})
const { eventStoreUrl, postgresUrl, dataDir, nth, when } = Orders.parse(
  JSON.parse(process.argv[2] ?? ''),
)

const connected = connectEventStore(eventStoreUrl)
let left = nth
const eventStore: EventStore = {
  ...connected,
  append: async (...call) => {
    const isLast = (left -= 1) === 0
    if (isLast && when === 'BEFORE') dieNow()
    const result = await connected.append(...call)
    if (isLast) dieNow()
    return result
  },
}
const { db } = await connectPostgres(postgresUrl)
const services = servicesOn(eventStore, manualClock(startOfTests))
const objects = join(dataDir, 'objects')
const content = createContentStore(createDirectoryStore(objects), createSpool(join(objects, 'in')))
runSagas(
  {
    ...services,
    circuitDesk: createCircuitDesk(),
    apps: { ...content } as typeof services.apps, // The tasks of agents use no more of it.
    vault: createPostgresVault(db, Buffer.alloc(32, 7)),
  },
  sagasOfTasks,
)

/** Keeps the tree for one round in a process of its own, and is killed: at a statement of this text, or around an append to a stream. */
import { auditName } from '../../domain/audit/head-text.ts'
import { createKeeper } from '../../ops/audit/keeper.ts'
import { createSigner } from '../../platform/audit/signing.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { openStoredLog } from '../../platform/event-store/stored-log.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { AuditTables } from '../../projections/audit/tables.ts'
import { createAuditTree } from '../../projections/audit/tree.ts'
import { servicesOn } from '../kit/services.ts'
import { dieAt, dieNow } from '../servers/die-at.ts'

const [url = '', postgresUrl = '', where = '', what = ''] = process.argv.slice(2)
if (where === 'statement') dieAt(new RegExp(what))
const { db } = await connectPostgres<AuditTables>(postgresUrl)
const eventStore = connectEventStore(url)
const dying: EventStore = {
  ...eventStore,
  append: async (stream, events, expected) => {
    if (where === 'before' && stream.startsWith(what)) dieNow()
    const result = await eventStore.append(stream, events, expected)
    if (where === 'after' && stream.startsWith(what)) dieNow()
    return result
  },
}
await createKeeper({
  services: servicesOn(dying, manualClock('2026-11-21T12:00:00.000Z')),
  log: openStoredLog(url),
  tree: createAuditTree(db),
  signer: createSigner(auditName, Buffer.alloc(32, 1)),
  headEverySeconds: 1,
}).round('now')

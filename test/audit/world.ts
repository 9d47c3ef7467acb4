import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditName } from '../../domain/audit/head-text.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { createKeeper, type KeeperParts } from '../../ops/audit/keeper.ts'
import { createSigner } from '../../platform/audit/signing.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { openStoredLog } from '../../platform/event-store/stored-log.ts'
import type { NewEvent } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import type { AuditTables } from '../../projections/audit/tables.ts'
import { createAuditTree } from '../../projections/audit/tree.ts'
import { servicesOn } from '../kit/services.ts'
import { startTestPostgres } from '../servers/postgres.ts'

const at = '2026-11-21T12:00:00.000Z'

/** An event of nobody: only its bytes matter here. */
export const anEvent = (n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  data: { n, text: `number ${n}` },
  metadata: {
    $correlationId: 'correlation',
    $causationId: 'cause',
    commandId: `command-${n}`,
    inputHash: 'hash',
    actor: { kind: 'user', id: 'someone' },
    occurredAt: at,
    schema: 1,
  },
})

/** A log, a database for its tree, and who keeps it: on real servers, with a clock that is set by hand. */
export const startAuditWorld = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-audit-'))
  const [server, database] = await Promise.all([
    startEventStore({ dataDir: join(dataDir, 'event-store'), port: 0 }),
    startTestPostgres(),
  ])
  const postgres = await connectPostgres<AuditTables>(database.url)
  const eventStore = connectEventStore(server.connectionString)
  const log = openStoredLog(server.connectionString)
  const clock = manualClock(at)
  const tree = createAuditTree(postgres.db)
  const signer = createSigner(auditName, Buffer.alloc(32, 1))
  /** As a process that has just begun: nothing is remembered but what stands in the servers. */
  const keeper = (changes: Partial<KeeperParts> = {}) =>
    createKeeper({
      ...{ services: servicesOn(eventStore, clock), log, tree, signer, headEverySeconds: 600 },
      ...changes,
    })
  let written = 0
  return {
    ...{
      dataDir,
      url: server.connectionString,
      postgresUrl: database.url,
      postgres,
      eventStore,
      log,
      clock,
      tree,
      signer,
    },
    keeper,
    /** Writes events into some streams, one after the other. */
    write: async (count: number): Promise<void> => {
      const stream = `counted-${randomUUID()}`
      const events = Array.from({ length: count }, () => anEvent((written += 1)))
      await eventStore.append(stream, events, 'no-stream')
    },
    stop: async (): Promise<void> => {
      await log.close()
      await eventStore.close()
      await postgres.close()
      await Promise.all([server.stop(), database.stop()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

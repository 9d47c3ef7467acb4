import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { startPayments } from '../../ops/embedded/payments/start.ts'
import { startNats } from '../servers/nats.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { startRedis } from '../servers/redis.ts'
import { documentAt } from './documents.ts'
import { surroundings } from './environment.ts'
import { fencesOf } from './markdown.ts'
import { openSession, reads } from './shell.ts'
import { startAsDocumented } from './started.ts'

// Five processes are started, one after the other.
t.setTimeout(180_000)

const page = 'docs/how-to/run-on-real-servers.md'
const key = (): string => randomBytes(32).toString('base64')

t.test('the hub runs as several processes on servers of its own', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-docs-'))
  t.teardown(() => rmSync(directory, { recursive: true, force: true }))
  const [eventStore, postgres, redis, nats, payments] = await Promise.all([
    startEventStore({ dataDir: join(directory, 'event-store'), port: 0 }),
    startTestPostgres({ migrated: false }),
    startRedis(),
    startNats(),
    startPayments({ dataDir: join(directory, 'payments'), port: 0 }),
  ])
  t.teardown(() =>
    Promise.all([eventStore, postgres, redis, nats, payments].map(({ stop }) => stop())),
  )
  const { environment: own, placed } = await surroundings(directory)
  const environment = {
    ...own,
    QHUB_EVENTSTORE_URL: eventStore.connectionString,
    QHUB_POSTGRES_URL: postgres.url,
    QHUB_REDIS_URL: redis.url,
    QHUB_NATS_URL: nats.url,
    QHUB_PAYMENTS_URL: payments.ready.url,
    QHUB_CHAINS: 'none',
    QHUB_MASTER_KEY: key(),
    QHUB_AUTH_SECRET: key(),
  }
  const shell = openSession(environment)
  t.teardown(shell.end)
  const fences = fencesOf(documentAt(page).text)
  const processes: ReturnType<typeof startAsDocumented>[] = []
  t.teardown(async () => {
    for (const each of await Promise.allSettled(processes))
      if (each.status === 'fulfilled') await each.value.interrupt()
  })
  for (const [index, { purpose, text, line }] of fences.entries()) {
    // All at once, as a supervisor would.
    if (purpose === 'start') processes.push(startAsDocumented(text, environment))
    if (purpose !== 'run') continue
    await Promise.all(processes)
    const { done, output, errors } = await shell.run(placed(text))
    const expected = fences[index + 1]?.text ?? ''
    t.ok(done && reads(output, placed(expected)), `${page}:${line}`, { output, errors, expected })
  }
  t.equal(processes.length, 4)
})

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { loadConfig } from '../../../platform/config/load.ts'
import type { Config } from '../../../platform/config/schema.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { createPostgresVault } from '../../../platform/vault/postgres-vault.ts'
import { createGraphqlClient } from '../../client/graphql-client.ts'
import { createHttpClient, type HttpClient } from '../../client/http-client.ts'
import { createOperator } from '../../client/hub-process.ts'
import { compiled } from '../../compiled/compiled.ts'
import type { Given } from '../answers.ts'
import { allFindings } from '../checks/all.ts'
import { gather } from '../evidence.ts'
import type { Tally } from '../insist.ts'
import type { Point } from '../points/catalogue.ts'
import type { Bug } from '../points/bugs.ts'
import { settle } from '../settle.ts'
import { operatorOf, populate } from '../world.ts'
import { startCallers } from './callers.ts'
import { gatherHot, hotFindings } from './hot-keys.ts'
import { liveIsRebuilt } from './rebuilt.ts'
import { freePort, startServers, type CrashServers } from './servers.ts'
import { strikeHub } from './struck-hub.ts'
import { startRunners } from './runners.ts'
import { startThinkers } from './thinkers.ts'
import { endsAreTold } from './told.ts'

export type RoundOptions = {
  readonly seed: string
  readonly points: readonly Point[]
  readonly bug?: Bug
  readonly onFired: (fired: number) => void
  readonly onLine: (text: string) => void
  /** How long everything may take to come to rest after the last point. */
  readonly patienceMs: number
  readonly keepData: boolean
}

export type RoundOutcome = {
  readonly fired: readonly Point[]
  readonly findings: readonly string[]
  readonly starts: number
  readonly jobs: number
  readonly workflowRuns: number
  readonly events: number
  readonly acknowledged: number
}

/** Nobody is to be kept out: what is tested is not the rate limit, nor how long a token lasts. */
const settings = {
  QHUB_LOG_LEVEL: 'warn',
  QHUB_ACCESS_TOKEN_SECONDS: '21600',
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
  QHUB_SIMULATOR_THREADS: '1',
} as const

const longestStartMs = 180_000

const untilReady = async (http: HttpClient): Promise<void> => {
  const deadline = performance.now() + longestStartMs
  for (;;) {
    const answer = await http.get('/readyz').catch(() => undefined)
    if (answer !== undefined) return
    if (performance.now() > deadline) throw new Error('the hub is not ready')
    await pause(50)
  }
}

const tailOf = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8')).split('\n').slice(-60).join('\n')

const lookEveryMs = 250

/** What is still wrong when it has had its time: caches and messages follow the log a little later. */
const inTime = async (
  patienceMs: number,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> => {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const wrong = await look()
    if (wrong.length === 0 || performance.now() > deadline) return wrong
    await pause(lookEveryMs)
  }
}

const rebuiltFindings = async (
  { eventStoreUrl, postgresUrl }: CrashServers,
  { masterKey }: Config,
): Promise<readonly string[]> => {
  // Not pipelined: rows are built by COPY.
  const postgres = await connectPostgres(postgresUrl)
  const eventStore = connectEventStore(eventStoreUrl)
  try {
    return await liveIsRebuilt(postgres, createPostgresVault(postgres.db, masterKey), eventStore)
  } finally {
    await eventStore.close()
    await postgres.close()
  }
}

/** Takes one hub, on servers of its own, through the points while callers are at it; then looks at all that is left. */
export const runRound = async (options: RoundOptions): Promise<RoundOutcome> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-crash-'))
  const servers = await startServers(dataDir)
  try {
    return await onServers(options, dataDir, servers)
  } finally {
    await servers.stop()
    if (options.keepData) options.onLine(`  the data stays in ${dataDir}`)
    else await rm(dataDir, { recursive: true, force: true })
  }
}

const onServers = async (
  { seed, points, bug, onFired, onLine, patienceMs }: RoundOptions,
  dataDir: string,
  servers: CrashServers,
): Promise<RoundOutcome> => {
  const ports = { write: await freePort(), read: await freePort() }
  const environment = {
    ...settings,
    QHUB_WRITE_API_PORT: String(ports.write),
    QHUB_READ_API_PORT: String(ports.read),
    QHUB_DATA_DIR: dataDir,
    QHUB_EVENTSTORE_URL: servers.eventStoreUrl,
    QHUB_POSTGRES_URL: servers.postgresUrl,
    QHUB_REDIS_URL: servers.redisUrl,
    QHUB_NATS_URL: servers.natsUrl,
  }
  const { email, username, password } = operatorOf
  await createOperator(environment, email, username, password)
  const { killEventStore } = servers
  const hub = strikeHub({
    program: await compiled('ops/faults/points/process.ts'),
    dataDir,
    environment,
    killEventStore,
    onFired,
    // With a bug a part of the hub may stand still: what it never comes to is not waited for.
    ...(bug === undefined ? {} : { bug, patienceMs: 5_000 }),
  })
  const patience = new AbortController()
  try {
    const http = createHttpClient(`http://127.0.0.1:${ports.write}`)
    const graphql = createGraphqlClient(`http://127.0.0.1:${ports.read}`)
    await untilReady(http)
    const world = await populate(http, join(dataDir, 'outbox'))
    const given: Given[] = []
    const tally: Tally = new Map()
    const record = (each: Given): void => void given.push(each)
    const { signal } = patience
    const callers = startCallers({ http, world, seed, tally, record, signal })
    const thinkers = startThinkers({ http, world, seed, tally, record, signal })
    const runners = startRunners({ http, world, seed, tally, record, signal })
    await hub.strike(points)
    const restBy = performance.now() + patienceMs
    const giveUp = setTimeout(() => patience.abort(), patienceMs)
    const [jobIds, , workflowRuns] = await Promise.all([
      callers.leave(),
      thinkers.leave(),
      runners.leave(),
    ])
    clearTimeout(giveUp)
    const left = (): number => Math.max(1_000, restBy - performance.now())
    const { token } = world.operator
    await settle(graphql, token, dataDir, jobIds, left(), () => undefined)
    const evidence = await gather(dataDir, graphql, token, given)
    const { postgresUrl, redisUrl, natsUrl } = servers
    // A bug is found by what stands in the log: nothing else is waited for.
    const afterwards = bug === undefined ? 15_000 : 0
    const stale = await inTime(afterwards, async () =>
      hotFindings(await gatherHot(postgresUrl, redisUrl)),
    )
    const untold = await inTime(afterwards, () => endsAreTold(natsUrl, evidence.log))
    const code = await hub.stop()
    const config = loadConfig(environment)
    if (!config.ok) throw new Error(config.message)
    const rebuilt = await rebuiltFindings(servers, config.config)
    const under = (name: string, found: readonly string[]): readonly string[] =>
      found.map((each) => `${name}: ${each}`)
    const findings = [
      ...hub.mishaps(),
      ...(code === 0 ? [] : [`SIGTERM ended the hub with ${code ?? 'a signal'}`]),
      ...[...tally.keys()].filter((what) => what.startsWith('500')),
      ...allFindings(evidence),
      ...under('rebuilt', rebuilt),
      ...under('hotKeys', stale),
      ...under('told', untold),
      ...hub
        .missed()
        .map(({ operation, fault }) => `${operation} never came to its ${fault}: nothing is shown`),
    ]
    if (findings.length > 0 && bug === undefined) onLine(await tailOf(hub.logFile))
    return {
      fired: hub.fired(),
      findings,
      starts: hub.starts(),
      jobs: jobIds.length,
      workflowRuns,
      events: evidence.log.length,
      acknowledged: given.filter(({ kind }) => kind === 'acknowledged').length,
    }
  } finally {
    patience.abort()
    await hub.stop()
  }
}

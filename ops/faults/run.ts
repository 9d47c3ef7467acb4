import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createGraphqlClient } from '../client/graphql-client.ts'
import { createHttpClient } from '../client/http-client.ts'
import { createOperator } from '../client/hub-process.ts'
import { compiled } from '../compiled/compiled.ts'
import type { Given } from './answers.ts'
import { allFindings } from './checks/all.ts'
import { driveJob } from './drive.ts'
import { gather, type Evidence } from './evidence.ts'
import type { Tally } from './insist.ts'
import { planOf, type PlanSize, type Strike } from './plan.ts'
import { settle } from './settle.ts'
import { summaryOf, type Summary } from './summary.ts'
import { createTurnstile } from './turnstile.ts'
import { superviseHub, type SupervisedHub } from './supervised-hub.ts'
import { operatorOf, populate } from './world.ts'

export type KillsOptions = PlanSize & {
  readonly seed: string
  readonly ports: { readonly write: number; readonly read: number }
  readonly onLine?: (text: string) => void
  readonly onProgress?: (label: string, done: number, total: number) => void
  /** How long everything may take to come to rest after the last strike. Default 3 minutes. */
  readonly patienceMs?: number
  /** Leave the data directory, with the hub's log in it, for a person to look at. */
  readonly keepData?: boolean
}

export type KillsOutcome = {
  readonly summary: Summary
  readonly findings: readonly string[]
  readonly evidence: Evidence
}

/** Nobody is to be kept out: what is tested is not the rate limit, nor how long a token lasts. */
const settings = {
  QHUB_LOG_LEVEL: 'warn',
  QHUB_ACCESS_TOKEN_SECONDS: '21600',
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
} as const

/** Strikes one after the other, each at its moment; `fallen` is called after each. */
const strikeAll = async (
  hub: SupervisedHub,
  strikes: readonly Strike[],
  fallen: () => void,
): Promise<void> => {
  for (const { target, moment, delayMs } of strikes) {
    if (moment === 'WORKING') await hub.ready()
    await pause(delayMs)
    await hub.strike(target)
    fallen()
  }
}

/**
 * Kills the hub, its event store, or both at moments drawn from the seed, while jobs of all kinds are under way, and looks
 * afterwards whether everything is as if nothing had happened.
 */
export const runKills = async (options: KillsOptions): Promise<KillsOutcome> => {
  const { seed, ports, onLine = () => undefined, onProgress = () => undefined } = options
  const { patienceMs = 180_000, keepData = false } = options
  const plan = planOf(seed, options)
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-kills-'))
  const { email, username, password } = operatorOf
  const began = performance.now()
  await createOperator({ ...settings, QHUB_DATA_DIR: dataDir }, email, username, password)
  const hub = superviseHub(await compiled('ops/cli/main.ts'), dataDir, ports, settings)
  try {
    await hub.ready()
    const http = createHttpClient(hub.writeApi)
    const graphql = createGraphqlClient(hub.readApi)
    const world = await populate(http, join(dataDir, 'outbox'))
    const given: Given[] = []
    const tally: Tally = new Map()
    const turnstile = createTurnstile()
    let answered = (): void => undefined
    const firstAnswer = new Promise<void>((resolve) => {
      answered = resolve
    })
    const record = (each: Given): void => {
      given.push(each)
      answered()
    }
    const patience = new AbortController()
    const driver = { http, world, seed, tally, record, signal: patience.signal }
    const driven = Promise.all(
      plan.jobs.map(async (job) => {
        await turnstile.pass(job.afterStrikes)
        return driveJob(driver, job)
      }),
    )
    // Strikes are for a hub that has something to lose.
    await Promise.race([firstAnswer, driven])
    await Promise.all([
      driven,
      strikeAll(hub, plan.strikes, () =>
        onProgress('  strikes', turnstile.fall(), plan.strikes.length),
      ).then(() => setTimeout(() => patience.abort(), patienceMs).unref()),
    ])
    const jobIds = (await driven).flatMap((jobId) => (jobId === undefined ? [] : [jobId]))
    onLine('  the last strike has fallen; everything comes to rest')
    const { token } = world.operator
    const progress = (settled: number): void => onProgress('  jobs', settled, jobIds.length)
    await settle(graphql, token, dataDir, jobIds, patienceMs, progress)
    await hub.ready()
    const evidence = await gather(dataDir, graphql, token, given)
    const code = await hub.stop()
    const findings = [
      ...hub.mishaps(),
      ...(code === 0 ? [] : [`SIGTERM ended the hub with ${code ?? 'a signal'}`]),
      ...[...tally.keys()].filter((what) => what.startsWith('500')),
      ...allFindings(evidence),
    ]
    const seconds = (performance.now() - began) / 1000
    const summary = summaryOf(plan, evidence, hub, tally, findings.length, seconds)
    if (findings.length > 0) onLine(await tailOf(hub.logFile))
    return { summary, findings, evidence }
  } finally {
    await hub.stop()
    if (keepData) onLine(`  the data stays in ${dataDir}`)
    else await rm(dataDir, { recursive: true, force: true })
  }
}

const tailOf = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8')).split('\n').slice(-200).join('\n')

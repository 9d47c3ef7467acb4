import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { createRecorder } from '../../ops/decisions/recorder.ts'
import { writeRecording } from '../../ops/decisions/recording.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { nothingAround } from '../../ops/hub/around-ports.ts'
import { startHub } from '../../ops/hub/hub.ts'
import { wholeLog } from '../../ops/log/whole-log.ts'
import { loadConfig } from '../../platform/config/load.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { eventually } from '../servers/eventually.ts'
import { startOpenId, type TestOpenId } from '../servers/openid.ts'

/** What is recorded. */
export type Story = {
  /** Environment variables of its hub, beside those of every recording. */
  readonly settings: Readonly<Record<string, string>>
  /** Plays it to its end, but for jobs that may still be settling: answers how many there were. */
  readonly play: (stage: Stage, openid: TestOpenId) => Promise<number>
}

const readAll = async (eventStore: EventStore): Promise<readonly RecordedEvent[]> => {
  const log: RecordedEvent[] = []
  for await (const events of wholeLog(eventStore)) log.push(...events)
  return log
}

/** Every job's saga has ended, so nothing more is decided. */
const atRest = (log: readonly RecordedEvent[], jobs: number): boolean =>
  log.filter(({ type, stream }) => type === 'SagaEnded' && stream.startsWith('jobExecution-'))
    .length === jobs

/** Plays the story on a hub of its own and writes what was decided, and the log, into a file. */
export const record = async (file: URL, { settings, play }: Story): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-decisions-'))
  const openid = await startOpenId()
  const { issuer, client } = openid
  try {
    const loaded = loadConfig({
      QHUB_DATA_DIR: dataDir,
      QHUB_WRITE_API_PORT: '0',
      QHUB_READ_API_PORT: '0',
      QHUB_LOG_LEVEL: 'warn',
      QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000',
      QHUB_RATE_LIMIT_PER_MINUTE: '100000',
      QHUB_SIGN_IN_PROVIDERS: JSON.stringify([{ name: 'example', issuer, ...client }]),
      ...settings,
    })
    if (!loaded.ok) throw new Error(loaded.message)
    const recorder = createRecorder()
    const { config } = loaded
    const around = { ...nothingAround, decided: recorder.listen }
    const hub = await startHub(config, createLogger(config.logLevel), () => undefined, around)
    try {
      const { writeApi = '', readApi = '' } = hub.addresses
      const http = createHttpClient(writeApi)
      const graphql = createGraphqlClient(readApi)
      const outbox = join(dataDir, 'outbox')
      const clear = () => Promise.resolve()
      const jobs = await play({ hub, http, graphql, writeApi, readApi, outbox, clear }, openid)
      const { eventStore } = hub.connections
      await eventually(async () => (atRest(await readAll(eventStore), jobs) ? true : undefined))
      // A chain never rests. The log is read last: it has every state that something was decided on.
      const { decisions } = recorder.with([])
      const { events } = recorder.with(await readAll(eventStore))
      await writeFile(file, writeRecording({ events, decisions }))
    } finally {
      await hub.drain()
    }
  } finally {
    await openid.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { createRecorder } from '../../ops/decisions/recorder.ts'
import { writeRecording } from '../../ops/decisions/recording.ts'
import { nothingAround } from '../../ops/hub/around-ports.ts'
import { startHub } from '../../ops/hub/hub.ts'
import { wholeLog } from '../../ops/log/whole-log.ts'
import { loadConfig } from '../../platform/config/load.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { eventually } from '../servers/eventually.ts'
import { runWorkload } from './workload.ts'

const readAll = async (eventStore: EventStore): Promise<readonly RecordedEvent[]> => {
  const log: RecordedEvent[] = []
  for await (const events of wholeLog(eventStore)) log.push(...events)
  return log
}

/** Every job's saga has ended, so nothing more is decided. */
const atRest = (log: readonly RecordedEvent[], jobs: number): boolean =>
  log.filter(({ type, stream }) => type === 'SagaEnded' && stream.startsWith('jobExecution-'))
    .length === jobs

/** Runs the workload on a hub of its own and writes what was decided, and the log, into a file. */
export const record = async (file: URL): Promise<void> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-decisions-'))
  try {
    const loaded = loadConfig({
      QHUB_DATA_DIR: dataDir,
      QHUB_WRITE_API_PORT: '0',
      QHUB_READ_API_PORT: '0',
      QHUB_LOG_LEVEL: 'warn',
    })
    if (!loaded.ok) throw new Error(loaded.message)
    const recorder = createRecorder()
    const { config } = loaded
    const around = { ...nothingAround, decided: recorder.listen }
    const hub = await startHub(config, createLogger(config.logLevel), () => undefined, around)
    try {
      const http = createHttpClient(hub.addresses.writeApi ?? '')
      const jobs = await runWorkload(hub, http, join(dataDir, 'outbox'))
      const { eventStore } = hub.connections
      await eventually(async () => (atRest(await readAll(eventStore), jobs) ? true : undefined))
      const recording = recorder.with(await readAll(eventStore))
      await writeFile(file, writeRecording(recording))
    } finally {
      await hub.drain()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

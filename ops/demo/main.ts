import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { createGraphqlClient } from '../client/graphql-client.ts'
import { createHttpClient } from '../client/http-client.ts'
import { startHub } from '../hub/hub.ts'
import { play } from './play.ts'
import { createScreen } from './screen.ts'

/** The main job, from empty data to a balanced ledger: `npm run demo`, `npm run demo -- --json`. */
const json = process.argv.includes('--json')
const screen = createScreen(process.stderr)
const dataDir = await mkdtemp(join(tmpdir(), 'qhub-demo-'))
const began = performance.now()

const run = async (): Promise<void> => {
  const loaded = loadConfig({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'warn',
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const { config } = loaded
  const hub = await startHub(config, createLogger(config.logLevel), (text) =>
    screen.line(`  ${text}`),
  )
  try {
    const { writeApi = '', readApi = '' } = hub.addresses
    screen.line(`  commands at ${writeApi}, GraphQL at ${readApi}/graphql`)
    const summary = await play(
      hub,
      createHttpClient(writeApi),
      createGraphqlClient(readApi),
      join(dataDir, 'outbox'),
      screen,
    )
    const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
    if (json) process.stdout.write(`${JSON.stringify({ ...summary, seconds })}\n`)
    else screen.line(`\nAll of it held, in ${seconds} s.`)
  } finally {
    await hub.drain()
  }
}

try {
  screen.heading('Starting on empty data')
  await run()
} catch (error) {
  screen.line(
    `\nThe demo failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  process.exitCode = 1
} finally {
  await rm(dataDir, { recursive: true, force: true })
}

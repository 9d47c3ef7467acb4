import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { startHub } from '../hub/hub.ts'
import { OpenApi } from './http-page.ts'

/** The OpenAPI document, as a hub that is started for it serves it. */
export const readOpenApi = async (): Promise<OpenApi> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-docs-'))
  const loaded = loadConfig({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'error',
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const hub = await startHub(loaded.config, createLogger('error'), () => undefined)
  try {
    const answer = await fetch(new URL('/openapi.json', hub.addresses.writeApi))
    return OpenApi.parse(await answer.json())
  } finally {
    await hub.drain()
    await rm(dataDir, { recursive: true, force: true })
  }
}

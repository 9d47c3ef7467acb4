import { join } from 'node:path'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { assemble } from '../../ops/demo/cast.ts'
import { startHub } from '../../ops/hub/hub.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { startCollector } from './collector.ts'

/** The token that the metrics of the world take. */
export const metricsToken = 'scrape-me-if-you-can'

/**
 * A hub that is observed in every way: traced to a collector of its own, scraped, and logged down to the last word; with the
 * people and devices of the demo, and money on the researcher's wallet.
 */
export const openWorld = async (dataDir: string) => {
  const collector = await startCollector()
  // A reader of JSON is a page of code, and of protobuf a dependency; all is sent soon, so that tests can wait for them.
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
  })
  const loaded = loadConfig({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_METRICS_PORT: '0',
    QHUB_METRICS_TOKEN: metricsToken,
    QHUB_OTLP_ENDPOINT: collector.endpoint,
    QHUB_LOG_LEVEL: 'trace',
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const lines: string[] = []
  const logger = createLogger('trace', {}, { write: (line) => void lines.push(line) })
  const hub = await startHub(loaded.config, logger, () => undefined)
  const { writeApi = '', readApi = '', metrics = '' } = hub.addresses
  const http = createHttpClient(writeApi)
  const cast = await assemble(hub, http, join(dataDir, 'outbox'))
  await http.send(
    'POST',
    `/v1/wallets/${cast.researcher.organisationId}/credits`,
    { amount: { amount: '2000', asset: 'USD/2' }, reason: 'Welcome' },
    { token: cast.operator.token },
  )
  return {
    hub,
    http,
    cast,
    collector,
    /** What the hub logged. */
    lines: (): readonly string[] => lines,
    writeApi,
    graphql: createGraphqlClient(readApi),
    metrics,
    close: async () => {
      await hub.drain()
      collector.stop()
    },
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Logger } from 'pino'
import type { Config } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { createServer } from '../../../platform/http/server.ts'
import type { Telemetry } from '../../../platform/telemetry/telemetry.ts'
import { listen, requestGraceMs, type Listening } from './listen.ts'

type MetricsConfig = Pick<Config, 'metricsPort' | 'metricsHost' | 'metricsToken'>

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Metrics tell how the business goes: beyond this machine they are for who has the token. */
export const metricsProblem = ({
  metricsPort,
  metricsHost,
  metricsToken,
}: MetricsConfig): string | undefined =>
  metricsPort === undefined || metricsToken !== undefined || isLoopback(metricsHost)
    ? undefined
    : `QHUB_METRICS_HOST is ${metricsHost}, which others can reach: set QHUB_METRICS_TOKEN, which Prometheus then sends as its credentials`

/** `/metrics` for Prometheus, on a port of its own: neither API answers it. */
export const startMetricsServer = async (
  config: Config,
  { scrape }: Telemetry,
  health: Health,
  logger: Logger,
): Promise<Listening | undefined> => {
  const { metricsPort, metricsHost, metricsToken } = config
  if (metricsPort === undefined || scrape === undefined) return undefined
  const app = await createServer({ logger, health, trustProxy: undefined, methods: ['GET'] })
  const wanted = metricsToken === undefined ? undefined : digest(`Bearer ${metricsToken}`)
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    const given = digest(request.headers.authorization ?? '')
    if (wanted !== undefined && !timingSafeEqual(given, wanted))
      return sendProblem(reply, {
        code: 'UNAUTHENTICATED',
        detail: 'Metrics take the token of QHUB_METRICS_TOKEN.',
      })
    return reply
      .header('content-type', scrape.mediaType)
      .header('cache-control', 'no-store')
      .send(await scrape.read())
  })
  return listen(app, metricsHost, metricsPort, requestGraceMs(config))
}

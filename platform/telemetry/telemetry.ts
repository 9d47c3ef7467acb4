import type { PrometheusText } from './prometheus.ts'

export type TelemetryOptions = {
  /** OTLP over HTTP, such as http://localhost:4318; absent: nothing is sent and nothing is traced. */
  readonly endpoint: string | undefined
  /** Metrics are kept for somebody who comes and reads them. */
  readonly scraped?: boolean
  readonly serviceVersion: string
  /** Which of several processes this is. */
  readonly instance?: string
}

export type Telemetry = {
  /** All metrics in Prometheus' text format; absent unless they were wished for. */
  readonly scrape?: PrometheusText
  /** Sends what is still held, then stops; never rejects, for a collector may be gone. */
  readonly stop: () => Promise<void>
}

const attributes = ({ serviceVersion, instance }: TelemetryOptions) => ({
  'service.name': 'quantum-hub',
  'service.version': serviceVersion,
  ...(instance === undefined ? {} : { 'service.instance.id': instance }),
})

/** As the SDK reads it when it makes its readers itself. */
const exportIntervalMs = (): number => {
  const given = Number(process.env['OTEL_METRIC_EXPORT_INTERVAL'])
  return Number.isFinite(given) && given > 0 ? given : 60_000
}

/** To the collector as well as to who reads: the SDK makes one reader from the environment only when it is given none. */
const readersOf = async ({ endpoint, scraped }: TelemetryOptions) => {
  if (scraped !== true) return undefined
  const { createPrometheusText } = await import('./prometheus.ts')
  const text = createPrometheusText()
  const isSent =
    endpoint !== undefined && (process.env['OTEL_METRICS_EXPORTER'] ?? 'otlp') === 'otlp'
  if (!isSent) return { text, readers: [text.reader] }
  const [{ OTLPMetricExporter }, { metrics }] = await Promise.all([
    import('@opentelemetry/exporter-metrics-otlp-proto'),
    import('@opentelemetry/sdk-node'),
  ])
  const sending = new metrics.PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: exportIntervalMs(),
  })
  return { text, readers: [text.reader, sending] }
}

/** Starts the OpenTelemetry SDK for traces and metrics. The OTEL_* variables keep their meaning. */
export const startTelemetry = async (options: TelemetryOptions): Promise<Telemetry> => {
  const { endpoint, scraped = false } = options
  if (endpoint === undefined && !scraped) return { stop: () => Promise.resolve() }
  // The SDK builds its exporters from the environment; what the operator set there goes first.
  if (endpoint === undefined) process.env['OTEL_TRACES_EXPORTER'] ??= 'none'
  else process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ??= endpoint
  process.env['OTEL_LOGS_EXPORTER'] ??= 'none'
  const [{ NodeSDK, resources }, { observeProcess }, read] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('./process.ts'),
    readersOf(options),
  ])
  const sdk = new NodeSDK({
    resource: resources.resourceFromAttributes(attributes(options)),
    ...(read === undefined ? {} : { metricReaders: read.readers }),
  })
  sdk.start()
  const forget = observeProcess()
  return {
    ...(read === undefined ? {} : { scrape: read.text }),
    stop: async () => {
      forget()
      await sdk.shutdown().catch(() => undefined)
    },
  }
}

import { metrics as otel } from '@opentelemetry/api'
import { metrics } from '@opentelemetry/sdk-node'

/** Collects what the process tells a collector, on demand: the value of each gauge by its name. */
export const collectGauges = (): {
  readonly collect: () => Promise<Readonly<Record<string, number>>>
  readonly stop: () => Promise<void>
} => {
  const exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE)
  // By itself it would look once an hour.
  const reader = new metrics.PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 3_600_000,
  })
  const provider = new metrics.MeterProvider({ readers: [reader] })
  otel.setGlobalMeterProvider(provider)
  return {
    collect: async () => {
      const { resourceMetrics } = await reader.collect()
      return Object.fromEntries(
        resourceMetrics.scopeMetrics
          .flatMap((scope) => scope.metrics)
          .flatMap(({ descriptor, dataPoints, dataPointType }) =>
            (dataPointType === metrics.DataPointType.GAUGE ? dataPoints : []).flatMap(
              ({ value }) => (typeof value === 'number' ? [[descriptor.name, value] as const] : []),
            ),
          ),
      )
    },
    stop: async () => {
      otel.disable()
      await provider.shutdown()
    },
  }
}

import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import type { metrics } from '@opentelemetry/sdk-node'
import { prometheusName } from './metrics/prometheus-name.ts'

type MetricData = metrics.MetricData

/** What Prometheus is answered with, and in which media type. */
export type PrometheusText = {
  readonly mediaType: string
  readonly read: () => Promise<string>
}

/** A unit that has no form in Prometheus, such as `{event}`, would be told beside a name that does not end with it. */
const named = ({ descriptor, ...rest }: MetricData): MetricData => {
  const { name, unit } = descriptor
  // Only the name and the unit change: the data stays of the kind that it was.
  return {
    ...rest,
    descriptor: { ...descriptor, name: prometheusName(name, unit), unit: '' },
  }
}

/** Metrics by the names that an OpenTelemetry collector would hand them to Prometheus under, units and all. */
export const createPrometheusText = (): PrometheusText & {
  readonly reader: metrics.MetricReader
} => {
  const reader = new PrometheusExporter({ preventServerStart: true })
  const serializer = new PrometheusSerializer(undefined, false, undefined, false, true)
  return {
    reader,
    mediaType: 'text/plain; version=0.0.4; charset=utf-8',
    read: async () => {
      const { resourceMetrics, errors } = await reader.collect()
      if (resourceMetrics.scopeMetrics.length === 0 && errors.length > 0)
        throw new AggregateError(errors, 'no metric could be collected')
      const scopeMetrics = resourceMetrics.scopeMetrics.map((scope) => ({
        ...scope,
        metrics: scope.metrics.map(named),
      }))
      return serializer.serialize({ ...resourceMetrics, scopeMetrics })
    },
  }
}

import { prometheusName } from '../../platform/telemetry/metrics/prometheus-name.ts'
import type { Metric } from '../../platform/telemetry/metrics/metric.ts'
import { metricTable } from '../../platform/telemetry/metrics/table.ts'

const seriesOf = ([name, { kind, unit }]: readonly [string, Metric]): readonly string[] => {
  const exposed = prometheusName(name, unit)
  switch (kind) {
    case 'counter':
    case 'total':
      return [`${exposed}_total`]
    case 'histogram':
      return ['_bucket', '_sum', '_count'].map((suffix) => `${exposed}${suffix}`)
    case 'gauge':
    case 'upDownCounter':
      return [exposed]
    default:
      return kind satisfies never
  }
}

/** Every series that Prometheus gets from a hub. */
export const exposedNames: ReadonlySet<string> = new Set(
  Object.entries(metricTable).flatMap(seriesOf),
)

/** What is asked for in a text that holds PromQL; labels, and the `qh:` of recorded names, are left out. */
export const metricsIn = (text: string): readonly string[] => {
  const series = text
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\b(?:by|without|on|ignoring) \([^)]*\)/g, '')
  const names = series.matchAll(/(?<![\w:])(?:qh|http|db|messaging|nodejs|process|v8js)_\w+/g)
  return [...new Set([...names].map(([name]) => name))]
}

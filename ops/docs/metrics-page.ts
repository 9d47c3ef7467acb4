import { prometheusName } from '../../platform/telemetry/metrics/prometheus-name.ts'
import type { Metric, Metrics } from '../../platform/telemetry/metrics/metric.ts'
import { metricSections } from '../../platform/telemetry/metrics/table.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

const forms: Readonly<Record<Metric['kind'], string>> = {
  counter: 'counter',
  upDownCounter: 'up and down',
  histogram: 'histogram',
  gauge: 'gauge',
  total: 'counter',
}

const exposed = (name: string, { kind, unit }: Metric): string =>
  `${prometheusName(name, unit)}${kind === 'counter' || kind === 'total' ? '_total' : ''}`

const labelled = ({ attributes }: Metric): string =>
  Object.entries(attributes)
    .map(([name, values]) => `\`${name}\`: ${values}`)
    .join('; ')

const row = ([name, metric]: readonly [string, Metric]): string =>
  `| \`${name}\` | \`${exposed(name, metric)}\` | ${forms[metric.kind]} | ${metric.unit} | ${cell(metric.description)} | ${cell(labelled(metric))} |`

const section = ([title, metrics]: readonly [string, Metrics]): string =>
  `## ${title}

| Metric | In Prometheus | Form | Unit | Tells | Attributes |
| --- | --- | --- | --- | --- | --- |
${Object.entries(metrics).map(row).join('\n')}
`

/** docs/reference/metrics.md. */
export const metricsPage = (): string => `# Metrics

Generated from the one table that the code records by (\`platform/telemetry/metrics/\`) by \`node --import=tsx ops/docs/main.ts\`; a test keeps it
current, another holds it against what a hub that runs emits. How to get at them: [observe the hub](../how-to/observe.md).

A collector is told the name in the first column, Prometheus the one in the second; there attributes are labels, with underscores
for dots, and a histogram is the three series \`_bucket\`, \`_sum\` and \`_count\`. What is the hub's rather than a process's (lag, sagas, dead
letters, the ledger) is told by every process that has the role: of several take the greatest, not the sum. An id is never
an attribute.

${Object.entries(metricSections).map(section).join('\n')}`

/** One line of a panel: PromQL, and what the line is called. */
export type Query = { readonly expr: string; readonly legend: string }

/** A graph over time, or the last value as a number. */
export type Panel = {
  readonly title: string
  readonly form: 'timeseries' | 'stat'
  /** Of Grafana: s, short, percentunit, bytes … */
  readonly unit: string
  readonly queries: readonly Query[]
  /** What it tells, and when to worry. */
  readonly description: string
}

export type Row = { readonly title: string; readonly panels: readonly Panel[] }

export const graph = (
  title: string,
  unit: string,
  description: string,
  ...queries: readonly (readonly [expr: string, legend: string])[]
): Panel => ({
  ...{ title, unit, description, form: 'timeseries' },
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
})

export const number = (title: string, unit: string, description: string, expr: string): Panel => ({
  ...{ title, unit, description, form: 'stat' },
  queries: [{ expr, legend: title }],
})

/** Rate, errors and duration of a histogram of seconds. `failed` selects those that count as errors. */
export const red = (what: string, metric: string, by: string, failed: string): readonly Panel[] => [
  graph(`${what}: rate`, 'reqps', `How many a second, by ${by}.`, [
    `sum by (${by}) (rate(${metric}_count{instance=~"$instance"}[$__rate_interval]))`,
    `{{${by}}}`,
  ]),
  graph(`${what}: errors`, 'percentunit', 'The share of those that failed for a reason of ours.', [
    `sum(rate(${metric}_count{${failed},instance=~"$instance"}[$__rate_interval])) / sum(rate(${metric}_count{instance=~"$instance"}[$__rate_interval]))`,
    'errors',
  ]),
  graph(
    `${what}: duration`,
    's',
    'What half, 95 and 99 of 100 stayed below.',
    ...['0.5', '0.95', '0.99'].map(
      (quantile) =>
        [
          `histogram_quantile(${quantile}, sum by (le) (rate(${metric}_bucket{instance=~"$instance"}[$__rate_interval])))`,
          `p${quantile.slice(2).padEnd(2, '0')}`,
        ] as const,
    ),
  ),
]

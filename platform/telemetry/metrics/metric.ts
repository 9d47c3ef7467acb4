/** What a metric is, for the code that records it and the page that explains it. */
export type Metric = {
  /** A gauge, and a total that somebody else keeps, are asked when they are collected; the others are told when something happens. */
  readonly kind: 'counter' | 'upDownCounter' | 'histogram' | 'gauge' | 'total'
  /** As OpenTelemetry writes units: s, By, 1, or `{thing}`. */
  readonly unit: string
  readonly description: string
  /** By name, what its values are. Never an id: there is no end of them. */
  readonly attributes: Readonly<Record<string, string>>
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[]
}

export type Metrics = Readonly<Record<string, Metric>>

/** Seconds; those that the semantic conventions recommend for requests. */
export const requestSeconds = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const

/** Seconds, for what is faster than a request: a query, an append. */
export const querySeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] as const

/** Seconds, for what may take minutes: a run at a provider. */
export const workSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800] as const

/** One attempt, as far as the choice of models asks. */
export type AttemptSample = {
  readonly attemptId: string
  readonly ok: boolean
  readonly latencyMs: number
  readonly timeToFirstTokenMs?: number
  readonly tokensOut?: number
  /** ms since the epoch. */
  readonly at: number
}

/** What was measured of a route lately. */
export type RouteFigures = {
  readonly samples: number
  readonly failures: number
  /** Medians of those that succeeded; absent while none did. */
  readonly latencyMs?: number
  readonly timeToFirstTokenMs?: number
  readonly tokensPerSecond?: number
}

/** Of one route the newest attempts count; older ones say nothing of a provider today. */
export const remembered = { samples: 200, ms: 24 * 3_600_000 }

export const unmeasured: RouteFigures = { samples: 0, failures: 0 }

const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}

/** The same whichever process saw which attempt, and in whatever order they are read. */
export const figuresOf = (samples: readonly AttemptSample[], now: number): RouteFigures => {
  const fresh = samples.filter(({ at }) => at > now - remembered.ms)
  const succeeded = fresh.filter(({ ok }) => ok)
  const latencyMs = median(succeeded.map((each) => each.latencyMs))
  const timeToFirstTokenMs = median(succeeded.flatMap((each) => each.timeToFirstTokenMs ?? []))
  const tokensPerSecond = median(
    succeeded.flatMap((each) =>
      each.tokensOut === undefined || each.latencyMs === 0
        ? []
        : [(each.tokensOut * 1000) / each.latencyMs],
    ),
  )
  return {
    samples: fresh.length,
    failures: fresh.length - succeeded.length,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs }),
    ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }),
  }
}

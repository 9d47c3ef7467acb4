/** What a figure should be; the table says whether its median is. */
export type Target = { readonly atLeast: number } | { readonly atMost: number }

/** One figure of one round; `unit` as it is printed. Ratios are taken within one round, so that noise hits both sides. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target?: Target
}

export type PartOptions = {
  /** Small rounds, to see that it works. */
  readonly quick: boolean
  /** Sizes of the log, in events, for parts that grow it. */
  readonly events: readonly number[]
  /** Tells whoever watches how far it is. */
  readonly say: (line: string) => void
}

/** What was set up for a part; every round measures the same. */
export type Bench = {
  readonly round: () => Promise<readonly Figure[]>
  readonly stop: () => Promise<void>
}

/** A part of the benchmark: one question, answered in rounds. */
export type Part = {
  readonly name: string
  readonly about: string
  /** By default; a part whose rounds are long takes fewer. */
  readonly rounds: number
  /** Measured only when it is named: it takes long. */
  readonly onDemand?: boolean
  readonly open: (options: PartOptions) => Promise<Bench>
}

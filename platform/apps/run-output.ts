import type { JsonObject } from '../../domain/shared/json.ts'

type Result = {
  readonly counts: Readonly<Record<string, number>>
  readonly shots: number
  readonly registers: readonly { readonly name: string; readonly size: number }[]
}

/** What a run of an app answers, as its output schema sees it. */
export const runOutputOf = ({ counts, shots, registers }: Result): JsonObject => ({
  counts,
  shots,
  registers: registers.map(({ name, size }) => ({ name, size })),
})

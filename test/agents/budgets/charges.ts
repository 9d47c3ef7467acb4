import { readFileSync } from 'node:fs'

/** What a provider charged for an attempt, in fine units, by its own books. */
export type Charge = { readonly attemptId: string; readonly cost: string }

/** A process that was killed while it wrote may have left half a line, of which nobody was charged. */
export const readCharges = (files: readonly string[]): readonly Charge[] =>
  files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Charge),
  )

import type { Boosting, Tree } from './boosted-trees.ts'
import type { Linear } from './ridge.ts'

/** Inputs of equal length, and what to answer to each. */
export type Rows = {
  readonly rows: readonly (readonly number[])[]
  readonly targets: readonly number[]
}

export type FitTask = Rows &
  (
    | { readonly fit: 'ridge'; readonly lambda: number }
    | { readonly fit: 'trees'; readonly boosting: Boosting }
  )

export type FitAnswer =
  | { readonly fit: 'ridge'; readonly linear: Linear }
  | { readonly fit: 'trees'; readonly trees: readonly Tree[] }

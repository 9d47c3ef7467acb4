/** One row of the error table: what a caller may rely on, for ever, about a code. */
export type ErrorEntry = {
  /** HTTP status with which the code is answered. */
  readonly status: number
  /** Fixed per code; the occurrence's own words go into `detail`. */
  readonly title: string
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean
  /** What happened and what the caller can do. */
  readonly advice: string
}

export const entry = (
  status: number,
  title: string,
  advice: string,
  retryable = false,
): ErrorEntry => ({
  status,
  title,
  retryable,
  advice,
})

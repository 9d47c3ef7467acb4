import { z } from 'zod'

export const CapsuleCheck = z.enum(['PROGRAM', 'SCRIPT', 'TESTS'])
export type CapsuleCheck = z.output<typeof CapsuleCheck>

const TestResult = z.strictObject({
  name: z.string().max(120),
  passed: z.boolean(),
  /** Between what was counted and what was expected; absent when the run failed. */
  distance: z.number().min(0).max(1).exactOptional(),
  tolerance: z.number().gt(0).max(1),
  detail: z.string().max(1000),
})
export type TestResult = z.output<typeof TestResult>

/** What came of looking at a capsule and of running its tests. `accepted` is true when no check failed. */
export const CapsuleReport = z.strictObject({
  accepted: z.boolean(),
  checks: z
    .array(
      z.strictObject({
        check: CapsuleCheck,
        outcome: z.enum(['PASSED', 'FAILED', 'SKIPPED']),
        detail: z.string().max(1000),
      }),
    )
    .max(10),
  tests: z.array(TestResult).max(20),
})
export type CapsuleReport = z.output<typeof CapsuleReport>

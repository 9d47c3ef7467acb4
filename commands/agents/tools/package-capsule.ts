import { z } from 'zod'
import { CapsuleReport } from '../../../domain/agents/capsules/report.ts'
import { Id, Sha256 } from '../../../domain/shared/values.ts'
import { CapsuleInput, packageCapsule as packaging } from '../capsules/package-capsule.ts'
import { performed } from './perform.ts'
import { defineTool } from './tool.ts'

/** A capsule that fails its tests is written down with its report, and refused as the outcome of a step. */
export const packageCapsule = defineTool({
  name: 'packageCapsule',
  does: 'Packages a program with its script and its tests into a capsule under its hash, and runs the tests in the sandbox.',
  input: CapsuleInput,
  output: z.strictObject({
    capsuleId: Id,
    sha256: Sha256,
    accepted: z.boolean(),
    report: CapsuleReport,
  }),
  run: async (input, use) => {
    const outcome = await performed(use, packaging, input)
    if (outcome.kind !== 'done' || outcome.output.accepted) return outcome
    const { capsuleId, report } = outcome.output
    const failed = report.checks.find((check) => check.outcome === 'FAILED')
    const message = `the capsule ${capsuleId} is not accepted: ${failed?.detail ?? 'a check failed'}`
    return { kind: 'refused', code: 'CAPSULE_INVALID', message }
  },
})

import { checkCapsule } from '../../commands/agents/capsules/check-capsule.ts'
import { capsuleHashOf } from '../../commands/agents/capsules/content-hash.ts'
import { readProgram } from '../../commands/agents/capsules/read-program.ts'
import {
  isOutcome,
  runTrial,
  type TrialOutcome,
} from '../../commands/agents/capsules/sandbox-run.ts'
import { CapsuleFile } from '../../commands/agents/plans/capsule-file.ts'
import type { CapsuleReport } from '../../domain/agents/capsules/report.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { createSimulator } from '../../platform/providers/simulator/simulator.ts'
import { createScriptRunner } from '../../platform/sandbox/script-runner.ts'

export type FileRun =
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unsound'; readonly report: CapsuleReport }
  | {
      readonly kind: 'ran'
      readonly sha256: string
      readonly outcome: Extract<TrialOutcome, { kind: string }>
    }

const refusedBy = (reason: Rejection | Failure): FileRun => ({
  kind: 'refused',
  code: isRejection(reason) ? reason.rejected : reason.code,
  detail: reason.detail,
})

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Checks a capsule out of a file, by its hash and its tests, then runs it: in a sandbox of its own, without a hub. */
export const runCapsuleFile = async (text: string, seed: string): Promise<FileRun> => {
  const parsed = CapsuleFile.safeParse(jsonOf(text))
  if (!parsed.success)
    return { kind: 'refused', code: 'CAPSULE_UNREADABLE', detail: 'this is no file of a capsule' }
  const { sha256, content } = parsed.data
  if (capsuleHashOf(content) !== sha256)
    return {
      kind: 'refused',
      code: 'CAPSULE_ALTERED',
      detail: 'the content is not what was hashed',
    }
  const simulator = createSimulator({ threads: 1 })
  const scripts = createScriptRunner()
  const sandbox = { run: simulator.run, process: scripts.process }
  try {
    const { source, script, inputs, shots } = content
    const program = await readProgram(simulator, source, inputs)
    if (!('facts' in program)) return refusedBy(program)
    const report = await checkCapsule(sandbox, content, program.facts)
    if (!('accepted' in report)) return refusedBy(report)
    if (!report.accepted) return { kind: 'unsound', report }
    const scripted = script === undefined ? {} : { script }
    const outcome = await runTrial(sandbox, { source, ...scripted, inputs, shots, seed })
    return isOutcome(outcome) ? { kind: 'ran', sha256, outcome } : refusedBy(outcome)
  } finally {
    await Promise.all([simulator.close(), scripts.close()])
  }
}

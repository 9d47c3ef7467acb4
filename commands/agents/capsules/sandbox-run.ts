import type { ScriptOutput } from '../../../domain/agents/capsules/content.ts'
import type { RunOutcome } from '../../../domain/agents/capsules/capsule-run.ts'
import type { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { runOutputOf } from '../../../platform/apps/run-output.ts'
import type { Sandbox } from '../../../platform/sandbox/port.ts'
import type { z } from 'zod'

/** What is run: a program, and a script over its result. */
export type Trial = {
  readonly source: string
  readonly script?: string
  readonly inputs: ProgramInputs
  readonly shots: number
  readonly seed: string
}

export type TrialOutcome =
  | {
      readonly kind: 'completed'
      readonly counts: Readonly<Record<string, number>>
      readonly output?: z.output<typeof ScriptOutput>
    }
  | Extract<RunOutcome, { kind: 'FAILED' }>
  /** It took more time than there is, which says as much of the machine as of the capsule: nothing is concluded. */
  | Rejection
  | Failure

const deadlineMs = 10_000

const tooLong = (detail: string): Rejection => reject('SANDBOX_LIMIT', detail)

/** Runs a program, then its script over what was counted. The same gives the same, where it is not for want of time. */
export const runTrial = async (sandbox: Sandbox, trial: Trial): Promise<TrialOutcome> => {
  const { source, script, inputs, shots, seed } = trial
  const run = await sandbox.run({ program: source, inputs, shots, seed, deadlineMs })
  if (run.kind === 'cancelled') return { code: 'UNAVAILABLE', detail: 'The run was broken off.' }
  if (run.kind === 'failed') {
    const { code, message, faultDomain } = run
    if (code === 'EXECUTION_TIME_LIMIT') return tooLong(message)
    if (faultDomain !== 'USER') return { code: 'UNAVAILABLE', detail: `Not run: ${message}` }
    return { kind: 'FAILED', part: 'PROGRAM', code, message: message.slice(0, 2000) }
  }
  const { counts } = run.result
  if (script === undefined) return { kind: 'completed', counts }
  const argument = { ...runOutputOf(run.result), inputs }
  const answer = await sandbox.process({ script, argument })
  if (answer.kind === 'answered') return { kind: 'completed', counts, output: answer.output }
  const { code, message } = answer
  if (code === 'SCRIPT_TIME') return tooLong(message)
  return { kind: 'FAILED', part: 'SCRIPT', code, message: message.slice(0, 2000) }
}

export const isOutcome = (
  outcome: TrialOutcome,
): outcome is Extract<TrialOutcome, { readonly kind: string }> => 'kind' in outcome

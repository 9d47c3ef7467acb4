import type { ProgramInputs } from '../../../../domain/jobs/program-inputs.ts'
import type { Calibration } from '../../../../domain/devices/calibration.ts'
import type { RunResult } from '../../port.ts'
import type { ExecutionLimits } from '../engine/execute.ts'
import type { Diagnostic } from '../language/diagnostic.ts'
import type { CircuitFacts } from '../language/facts.ts'
import type { ProgramLimits } from '../language/limits.ts'

/** What a worker is asked, and what it answers. Plain values: they cross threads. */
export type RunTask = {
  readonly kind: 'run'
  readonly program: string
  readonly inputs: ProgramInputs
  readonly shots: number
  readonly seed: string
  readonly calibration?: Calibration
  readonly limits: ProgramLimits
  readonly execution: ExecutionLimits
}
export type AnalyseTask = {
  readonly kind: 'analyse'
  readonly source: string
  readonly inputs: ProgramInputs
  readonly limits: ProgramLimits
}
export type Task = RunTask | AnalyseTask

export type Refusal = {
  readonly code: string
  readonly message: string
  readonly line?: number
  readonly column?: number
}

export type Answer =
  | { readonly kind: 'completed'; readonly result: RunResult }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'ok'; readonly facts: CircuitFacts }
  | { readonly kind: 'invalid'; readonly diagnostic: Diagnostic }

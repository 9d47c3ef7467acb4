import type { Fit } from '../../domain/agents/circuits/fit.ts'
import type { CircuitProfile } from '../../domain/agents/circuits/profile.ts'
import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import type { Diagnostic } from '../providers/simulator/language/diagnostic.ts'
import type { ProgramLimits } from '../providers/simulator/language/limits.ts'
import type { DeviceGraph } from './coupling.ts'
import type { OptimiseOptions, OptimiseOutcome } from './optimise.ts'

/** What the thread is asked, and what it answers. Plain values: they cross threads. */
export type CircuitTask = {
  readonly source: string
  readonly inputs: ProgramInputs
  readonly limits: ProgramLimits
} & (
  | { readonly kind: 'optimise'; readonly options: OptimiseOptions }
  | { readonly kind: 'profile'; readonly devices: readonly DeviceGraph[] }
)

export type Profiled = {
  readonly kind: 'profiled'
  readonly profile: CircuitProfile
  /** For each device: the circuit as it is numbered and as well placed as was found; empty where it does not fit. */
  readonly fits: readonly (readonly Fit[])[]
}

export type CircuitAnswer =
  | { readonly kind: 'optimisation'; readonly outcome: OptimiseOutcome }
  | Profiled
  | { readonly kind: 'invalid'; readonly diagnostic: Diagnostic }

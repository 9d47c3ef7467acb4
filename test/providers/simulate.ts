import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import { execute } from '../../platform/providers/simulator/engine/execute.ts'
import type { NoiseModel } from '../../platform/providers/simulator/engine/noise.ts'
import { createRandom } from '../../platform/providers/simulator/engine/random.ts'
import type { Tally } from '../../platform/providers/simulator/engine/tally.ts'
import { compile } from '../../platform/providers/simulator/language/compile.ts'
import {
  defaultProgramLimits,
  hardQubitLimit,
} from '../../platform/providers/simulator/language/limits.ts'

/** Compiles and executes in this thread, without limits on time. Throws on an invalid program. */
export const simulate = (
  source: string,
  shots: number,
  seed: string,
  noise?: NoiseModel,
  inputs: ProgramInputs = {},
): Tally => {
  const compiled = compile(source, { ...defaultProgramLimits, qubits: hardQubitLimit }, inputs)
  if (compiled.kind === 'invalid') {
    const { code, message, line, column } = compiled.diagnostic
    throw new Error(`${line}:${column} ${code} ${message}`)
  }
  return execute(compiled.program, shots, createRandom(seed), noise)
}

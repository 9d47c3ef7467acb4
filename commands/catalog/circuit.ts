import { z } from 'zod'
import type { ProjectCircuit } from '../../domain/catalog/project.ts'
import { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'
import { programHashOf } from '../../platform/providers/program-hash.ts'
import { readProgram, Source } from '../jobs/program.ts'

/** A circuit as it comes in. */
export const CircuitInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  source: Source,
  /** For its `input` declarations, so that it can be read. */
  inputs: ProgramInputs.default({}),
})

/** The circuit with what was found in it, or where it is wrong. */
export const readCircuit = async (
  circuits: CircuitAnalyser,
  { name, source, inputs }: z.output<typeof CircuitInput>,
): Promise<ProjectCircuit | Rejection | Failure> => {
  const facts = await readProgram(circuits, source, inputs)
  if (isRejection(facts) || 'code' in facts) return facts
  return { name, source, inputs, sourceHash: programHashOf(source, inputs), facts }
}

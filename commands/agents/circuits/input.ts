import { z } from 'zod'
import { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { Source } from '../../jobs/program.ts'

/** A program, and the values of its `input` declarations. */
export const CircuitInput = z.strictObject({
  source: Source,
  inputs: ProgramInputs.exactOptional(),
})

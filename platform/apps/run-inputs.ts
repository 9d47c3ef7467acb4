import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import type { Json, JsonObject } from '../../domain/shared/json.ts'

export type RunInputs =
  | { readonly kind: 'inputs'; readonly inputs: ProgramInputs }
  /** The member that no `input` declaration can take. */
  | { readonly kind: 'unfit'; readonly member: string }

const isScalar = (value: Json): value is ProgramInputs[string] =>
  typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'

/** The inputs of an app as those of its program: each member is the `input` declaration of its name. */
export const runInputsOf = (given: JsonObject): RunInputs => {
  const inputs: Record<string, ProgramInputs[string]> = {}
  for (const [member, value] of Object.entries(given)) {
    if (!isScalar(value)) return { kind: 'unfit', member }
    inputs[member] = value
  }
  return { kind: 'inputs', inputs }
}

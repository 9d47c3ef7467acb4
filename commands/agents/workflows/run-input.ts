import type { InputField, Definition } from '../../../domain/agents/workflows/definition.ts'
import type { JsonObject } from '../../../domain/shared/json.ts'
import { reject, type FieldIssue, type Rejection } from '../../../domain/shared/rejection.ts'

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value

const issueOf = (name: string, { type, optional }: InputField, input: JsonObject) => {
  const pointer = `/input/${name}`
  if (!Object.hasOwn(input, name))
    return optional === true ? [] : [{ pointer, code: 'REQUIRED', detail: `${name} is needed.` }]
  return typeOf(input[name]) === type
    ? []
    : [{ pointer, code: 'INVALID_TYPE', detail: `${name} is not of the type ${type}.` }]
}

/** Why this is not what the workflow takes; nothing when it is. */
export const refusedInput = (
  { inputs = {} }: Definition,
  input: JsonObject,
): Rejection | undefined => {
  const issues: readonly FieldIssue[] = [
    ...Object.entries(inputs).flatMap(([name, field]) => issueOf(name, field, input)),
    ...Object.keys(input)
      .filter((name) => !Object.hasOwn(inputs, name))
      .map((name) => ({
        pointer: `/input/${name}`,
        code: 'UNKNOWN',
        detail: `The workflow takes no ${name}.`,
      })),
  ]
  return issues.length === 0
    ? undefined
    : reject('INVALID_INPUT', 'The input is not what the workflow takes.', issues)
}

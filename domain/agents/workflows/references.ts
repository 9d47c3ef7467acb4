import type { Json } from '../../shared/json.ts'
import { exhausted } from '../../shared/values.ts'
import type { Condition } from './condition.ts'
import type { Step } from './definition.ts'
import { Reference } from './values.ts'

export const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value is meant as a reference, well formed or not. */
const isMeant = (value: { readonly [key: string]: Json }): boolean => Object.hasOwn(value, '$from')

/** Every reference within a value; malformed ones as what they are. */
export const referencesIn = (
  value: Json,
): readonly (Reference | { readonly malformed: Json })[] => {
  if (Array.isArray(value)) return value.flatMap((each: Json) => referencesIn(each))
  if (!isObject(value)) return []
  if (!isMeant(value)) return Object.values(value).flatMap(referencesIn)
  const parsed = Reference.safeParse(value)
  return [parsed.success ? parsed.data : { malformed: value }]
}

export const valuesOfCondition = (condition: Condition): readonly Json[] => {
  if ('of' in condition) return [condition.of, condition.to]
  if ('present' in condition) return [condition.present]
  if ('not' in condition) return valuesOfCondition(condition.not)
  return ('all' in condition ? condition.all : condition.any).flatMap(valuesOfCondition)
}

/** What a step works on, wherever references may stand. */
export const valuesOf = (step: Step): readonly Json[] => {
  switch (step.kind) {
    case 'PROMPT':
      return [step.variables]
    case 'TOOL':
      return [step.input]
    case 'TASK':
      return [step.instruction]
    case 'SUBWORKFLOW':
      return [step.workflow, step.input]
    case 'CONDITION':
      return valuesOfCondition(step.if)
    case 'LOOP':
      return valuesOfCondition(step.until)
    case 'TIMER':
    case 'PARALLEL':
      return []
    default:
      return exhausted(step)
  }
}

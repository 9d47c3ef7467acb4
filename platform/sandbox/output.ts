import type { Json, JsonObject } from '../../domain/shared/json.ts'
import { isShallow } from '../schemas/refusals.ts'
import { scriptLimits } from './limits.ts'
import type { ScriptAnswer } from './task.ts'

/** Deeper than this nothing is nested that is stored. */
const deepest = 30

const refused = (message: string): ScriptAnswer => ({
  kind: 'failed',
  code: 'SCRIPT_OUTPUT',
  message,
})

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names by which code that copies objects could be made to change others than its own. */
const isTreacherous = (value: Json): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, '__proto__') ||
    Object.values(value).some((member: Json) => isTreacherous(member)))

/** What a script answered, if it is an object that can be kept. */
export const readOutput = (text: string): ScriptAnswer => {
  if (text.length > scriptLimits.output)
    return refused(`the script answers more than ${scriptLimits.output} characters`)
  // JSON by the engine's own stringify.
  const value = JSON.parse(text) as Json
  if (!isObject(value)) return refused('the script answers no object')
  if (!isShallow(value, deepest)) return refused(`the answer is nested deeper than ${deepest}`)
  if (isTreacherous(value)) return refused('a member of the answer is called __proto__')
  return { kind: 'answered', output: value }
}

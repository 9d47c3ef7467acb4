import type { JsonObject } from '../../domain/shared/json.ts'

/** A module whose default export is called with the argument. */
export type ScriptTask = { readonly script: string; readonly argument: JsonObject }

export type ScriptFault =
  /** It does not parse, or has no function as its default export. */
  | 'SCRIPT_INVALID'
  | 'SCRIPT_THREW'
  /** It answered something other than a JSON object, or one that is too long. */
  | 'SCRIPT_OUTPUT'
  | 'SCRIPT_STEPS'
  | 'SCRIPT_MEMORY'
  | 'SCRIPT_TIME'

export type ScriptAnswer =
  | { readonly kind: 'answered'; readonly output: JsonObject }
  | { readonly kind: 'failed'; readonly code: ScriptFault; readonly message: string }

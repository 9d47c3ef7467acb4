import type { BuiltIn } from './built-in.ts'
import { intent } from './intent.ts'

/** In every version that there was. */
export const builtIns: readonly BuiltIn[] = [intent]

/** The version, or the newest one. */
export const builtInOf = (name: string, version?: number): BuiltIn | undefined =>
  builtIns
    .filter((each) => each.name === name)
    .filter((each) => version === undefined || each.version === version)
    .toSorted((a, b) => b.version - a.version)[0]

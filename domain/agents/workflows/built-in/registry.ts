import type { Definition } from '../definition.ts'

/** A workflow that comes with the hub. A version never changes; runs keep theirs. */
export type BuiltIn = {
  readonly name: string
  readonly version: number
  readonly definition: Definition
}

export const builtIns: readonly BuiltIn[] = []

/** The version, or the newest one. */
export const builtInOf = (name: string, version?: number): BuiltIn | undefined =>
  builtIns
    .filter((each) => each.name === name)
    .filter((each) => version === undefined || each.version === version)
    .toSorted((a, b) => b.version - a.version)[0]

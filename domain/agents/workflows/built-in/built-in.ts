import type { Definition } from '../definition.ts'

/** A workflow that comes with the hub. A version never changes; runs keep theirs. */
export type BuiltIn = {
  readonly name: string
  readonly version: number
  readonly definition: Definition
}

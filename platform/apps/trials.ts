import type { VersionManifest } from '../../domain/catalog/version-manifest.ts'
import type { JsonObject } from '../../domain/shared/json.ts'

/** One run of a version before it is released: with an example's inputs, or without any where there is no example. */
export type Trial = { readonly inputs: JsonObject; readonly example?: number }

export const trialsOf = (
  examples: VersionManifest['examples'],
): readonly [Trial, ...(readonly Trial[])] => {
  const [first, ...rest] = examples.map(({ inputs }, example) => ({ inputs, example }))
  return first === undefined ? [{ inputs: {} }] : [first, ...rest]
}

import type { Json } from '../../../domain/shared/json.ts'

/** JSON has no whole numbers of any size: they stand in it as `{"n": "123"}`. */
export const packed = (value: unknown): Json =>
  // Just made of text.
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'bigint' ? { n: each.toString() } : each,
    ),
  ) as Json

const isNumber = (value: object): value is { readonly n: string } =>
  Object.keys(value).length === 1 && 'n' in value && typeof value.n === 'string'

export const unpacked = (value: Json): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (isNumber(value)) return BigInt(value.n)
  if (Array.isArray(value)) return value.map(unpacked)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unpacked(each)]))
}

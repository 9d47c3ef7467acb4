type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Maps by id stand in buckets by the end of the id: a matter of speed, which nobody wants to see. */
const withoutBuckets = (value: Fields): Fields => {
  const buckets = Object.entries(value)
  const areBuckets =
    buckets.length > 0 &&
    buckets.every(
      ([end, inner]) =>
        end.length === 2 &&
        isFields(inner) &&
        Object.keys(inner).length > 0 &&
        Object.keys(inner).every((id) => id.length === 36 && id.endsWith(end)),
    )
  return areBuckets
    ? Object.fromEntries(buckets.flatMap(([, inner]) => Object.entries(inner as Fields)))
    : value
}

const jsonOf = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Map) return Object.fromEntries<unknown>(value)
  if (value instanceof Set) return [...(value as ReadonlySet<unknown>)]
  return isFields(value) ? withoutBuckets(value) : value
}

/** Any state as JSON: integers beyond JavaScript's as decimal strings, times as ISO 8601, maps as objects, sets as lists. */
export const plain = (state: unknown): unknown =>
  state === undefined ? null : (JSON.parse(JSON.stringify(state, jsonOf)) as unknown)

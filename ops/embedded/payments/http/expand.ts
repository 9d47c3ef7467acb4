type Lookup = (id: string) => object | undefined

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const expandOne = (lookup: Lookup, value: unknown, path: readonly string[]): unknown => {
  const [field, ...rest] = path
  if (Array.isArray(value)) return value.map((item) => expandOne(lookup, item, path))
  if (field === undefined || !isJson(value)) return value
  const inner = value[field]
  const found = typeof inner === 'string' ? (lookup(inner) ?? inner) : inner
  return { ...value, [field]: expandOne(lookup, found, rest) }
}

/** The body with the objects in place of their ids, where `expand[]` asks for that. */
export const expanded = (lookup: Lookup, body: unknown, paths: readonly string[]): unknown =>
  paths.reduce((value, path) => expandOne(lookup, value, path.split('.')), body)

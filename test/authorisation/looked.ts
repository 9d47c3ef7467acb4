/** What a caller got of a field. */
export type Sight =
  /** A value, of at least one object. */
  | 'shown'
  /** The objects, but nothing in the field. */
  | 'nothing'
  /** No object, or none that they may see. */
  | 'hidden'
  /** An error with that code. */
  | (string & {})

/** What GraphQL answered. */
export type Answer = {
  readonly data?: unknown
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** All that stands at the end of a path, lists laid open. */
const ends = (value: unknown, path: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((each) => ends(each, path))
  const [step, ...rest] = path
  if (step === undefined) return value === null || value === undefined ? [] : [value]
  return isRecord(value) ? ends(value[step], rest) : []
}

export const sightOf = (answer: Answer, path: readonly string[], field: string): Sight => {
  const objects = ends(answer.data, path)
  const values = objects.flatMap((object) => ends(object, [field]))
  if (values.length > 0) return 'shown'
  const [error] = answer.errors ?? []
  if (error !== undefined) return error.extensions?.code ?? 'an error without a code'
  return objects.length > 0 ? 'nothing' : 'hidden'
}

/** Where two values first differ: `events[0].data.amount`, and what stands there in each. */
export type FieldDifference = {
  readonly field: string
  readonly recorded: unknown
  readonly today: unknown
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** The first place, in the order of fields and of lists, in which two JSON values differ; undefined when they do not. */
export const firstDifference = (
  recorded: unknown,
  today: unknown,
  field = '',
): FieldDifference | undefined => {
  if (!isFields(recorded) || !isFields(today) || Array.isArray(recorded) !== Array.isArray(today))
    return Object.is(recorded, today) ? undefined : { field, recorded, today }
  const isList = Array.isArray(recorded)
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(today)])) {
    const below = isList ? `${field}[${key}]` : field === '' ? key : `${field}.${key}`
    const found = firstDifference(recorded[key], today[key], below)
    if (found !== undefined) return found
  }
  return undefined
}

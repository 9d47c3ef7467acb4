/** One place in which two values differ. `pointer` is a JSON pointer (RFC 6901); what is not there is undefined. */
export type Change = {
  readonly pointer: string
  readonly before: unknown
  readonly after: unknown
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Every place in which two JSON values differ, in the order of their fields; what came or went is told as a whole. */
export const differences = (before: unknown, after: unknown, pointer = ''): readonly Change[] => {
  if (!isFields(before) || !isFields(after) || Array.isArray(before) !== Array.isArray(after))
    return Object.is(before, after) ? [] : [{ pointer, before, after }]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(before[key], after[key], `${pointer}/${escaped(key)}`),
  )
}

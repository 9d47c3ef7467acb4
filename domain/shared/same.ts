/** One text for one JSON value, in whatever order its members stand. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

export const same = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other)

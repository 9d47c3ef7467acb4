/**
 * An immutable map by UUID whose update copies one bucket of 256, not the whole: a wallet knows thousands of holds, and
 * every event of it makes a new state.
 */
export type IdMap<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>

const bucketOf = (id: string): string => id.slice(-2)

export const getById = <Value>(map: IdMap<Value>, id: string): Value | undefined =>
  map[bucketOf(id)]?.[id]

export const setById = <Value>(map: IdMap<Value>, id: string, value: Value): IdMap<Value> => ({
  ...map,
  [bucketOf(id)]: { ...map[bucketOf(id)], [id]: value },
})

export const valuesOf = <Value>(map: IdMap<Value>): readonly Value[] =>
  Object.values(map).flatMap((bucket) => Object.values(bucket))

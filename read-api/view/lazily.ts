type All<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer Intersection,
) => void
  ? Intersection
  : never

/** Which maker makes what is called so; learned once for all that are made alike. */
type Index = ReadonlyMap<string, number>

/**
 * What some makers make, as one object. Each makes its part when something of it is first asked for: an operation needs a
 * few of a hundred loaders, and making them all costs more than most queries.
 */
export const lazilyOf = <const Makers extends readonly ((from: never) => object)[]>(
  makers: Makers,
): ((from: Parameters<Makers[number]>[0]) => All<ReturnType<Makers[number]>>) => {
  let index: Index | undefined
  return (from) => {
    const made: (object | undefined)[] = []
    const part = (at: number): object | undefined => (made[at] ??= makers[at]?.(from))
    const learn = (): Index =>
      new Map(makers.flatMap((_, at) => Object.keys(part(at) ?? {}).map((name) => [name, at])))
    const get = (_: object, name: string | symbol): unknown => {
      if (typeof name === 'symbol') return undefined
      index ??= learn()
      const at = index.get(name)
      return at === undefined ? undefined : Reflect.get(part(at) ?? {}, name)
    }
    // Every name that a part has is found in it.
    return new Proxy({}, { get }) as All<ReturnType<Makers[number]>>
  }
}

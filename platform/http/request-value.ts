/** What a hook found out about a request, for the hooks after it. Kept beside the request, so that it has a type. */
export type RequestValue<Value> = {
  readonly set: (request: object, value: Value) => void
  readonly find: (request: object) => Value | undefined
  /** Throws when no hook has set it: the route lacks that hook. */
  readonly get: (request: object) => Value
}

export const requestValue = <Value>(): RequestValue<Value> => {
  const values = new WeakMap<object, Value>()
  return {
    set: (request, value) => void values.set(request, value),
    find: (request) => values.get(request),
    get: (request) => {
      const value = values.get(request)
      if (value === undefined) throw new Error('no hook of this route has set this value')
      return value
    },
  }
}

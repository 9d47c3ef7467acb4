export type HeadersOf = {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** One header as one string, whatever node made of it. */
export const headerOf = (request: HeadersOf, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'object' ? value.join(', ') : value
}

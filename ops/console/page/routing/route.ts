/** Where the reader is: everything that a view depends on stands in the address. */
export type At = {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

export type Show = (at: At, signal: AbortSignal) => Promise<Node>

export type Route = {
  /** `/streams/:name`, below /console. */
  readonly pattern: string
  readonly title: (at: At) => string
  /** Which place of the navigation is lit; its own pattern when absent. */
  readonly under?: string
  readonly show: Show
}

const root = '/console'

const parametersOf = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return params
}

export type Found = { readonly route: Route; readonly at: At }

/** The route of an address, or nothing. A `%` that encodes nothing leads nowhere. */
export const routeOf = (routes: readonly Route[], url: URL): Found | undefined => {
  if (url.pathname !== root && !url.pathname.startsWith(`${root}/`)) return undefined
  const path = url.pathname.slice(root.length).replace(/\/+$/, '') || '/'
  for (const route of routes) {
    try {
      const params = parametersOf(route.pattern, path)
      if (params !== undefined) return { route, at: { path, params, query: url.searchParams } }
    } catch {
      return undefined
    }
  }
  return undefined
}

/** The address of a view; what is absent or empty does not stand in it. */
export const hrefOf = (
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, value)
  const text = search.toString()
  return `${root}${path === '/' ? '' : path}${text === '' ? '' : `?${text}`}`
}

export const streamHref = (
  name: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string => hrefOf(`/streams/${encodeURIComponent(name)}`, query)

export const causeHref = (correlationId: string): string => hrefOf('/cause', { of: correlationId })

import { h } from '../dom/h.ts'

export type PageInfo = {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** The way on and back in a list; `href` gives the address that begins after a cursor, or before one. */
export const pager = (
  { hasNextPage, hasPreviousPage, startCursor, endCursor }: PageInfo,
  href: (place: { readonly after?: string; readonly before?: string }) => string,
): HTMLElement | undefined =>
  hasNextPage || hasPreviousPage
    ? h(
        'nav',
        { class: 'pager', 'aria-label': 'Pages' },
        hasPreviousPage && startCursor !== null
          ? h(
              'a',
              { class: 'button', href: href({ before: startCursor }), rel: 'prev' },
              '← Before',
            )
          : undefined,
        hasNextPage && endCursor !== null
          ? h('a', { class: 'button', href: href({ after: endCursor }), rel: 'next' }, 'Next →')
          : undefined,
      )
    : undefined

export const pageSize = 50

/** The arguments of a connection that the address asks for. */
export const pageOf = (
  query: URLSearchParams,
): {
  readonly first?: number
  readonly last?: number
  readonly after?: string
  readonly before?: string
} => {
  const before = query.get('before')
  if (before !== null) return { last: pageSize, before }
  const after = query.get('after')
  return { first: pageSize, ...(after === null ? {} : { after }) }
}

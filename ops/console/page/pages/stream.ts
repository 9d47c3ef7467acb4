import { ApiFailure } from '../api/failure.ts'
import { read } from '../api/read.ts'
import { beads } from '../charts/beads.ts'
import { group, h } from '../dom/h.ts'
import { streamColumns } from '../parts/event-table.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { card, facts, heading } from '../parts/page.ts'
import { table } from '../parts/table.ts'
import { count, span, when } from '../parts/words.ts'
import { events } from '../queries/events.ts'
import { stream } from '../queries/stream.ts'
import { type Show, streamHref } from '../routing/route.ts'
import { stateCards } from './stream-state.ts'

/** A revision of the address, within the stream. */
const revisionIn = (
  query: URLSearchParams,
  name: string,
  last: number,
  otherwise: number,
): number => {
  const given = Number.parseInt(query.get(name) ?? '', 10)
  return Number.isNaN(given) ? otherwise : Math.min(Math.max(given, 0), last)
}

export const showStream: Show = async ({ params, query }, signal) => {
  const { name = '' } = params
  const [{ stream: found }, { logEvents }] = await Promise.all([
    read(stream, { name }, signal),
    read(events, { ...pageOf(query), filter: { stream: name }, direction: 'ASC' }, signal),
  ])
  if (found === null)
    throw new ApiFailure(
      'NOT_FOUND',
      `No event of ${name} is in the read models. A stream that waits in quarantine is not in them yet.`,
    )
  const rows = logEvents.edges.map(({ node }) => node)
  const last = Number(found.revision)
  const at = revisionIn(query, 'at', last, last)
  const from = revisionIn(query, 'from', last, Math.max(0, at - 1))
  const { firstEvent, lastEvent } = found
  return group(
    heading(found.category, h('code', {}, found.name)),
    card(
      'Timeline',
      facts([
        ['Events', count(BigInt(found.revision) + 1n)],
        ['Began, UTC', when(firstEvent.at)],
        ['Moved, UTC', when(lastEvent.at)],
        ['Over', span((Date.parse(lastEvent.at) - Date.parse(firstEvent.at)) / 1_000)],
      ]),
      beads(
        rows.map((row) => ({
          ...row,
          href: streamHref(name, { at: row.revision, ...place(query) }),
        })),
        String(at),
        'Events of the stream',
      ),
    ),
    stateCards(name, last, { at, from }, signal),
    h('h2', {}, 'Events'),
    table('Events', streamColumns, rows),
    pager(logEvents.pageInfo, (page) => streamHref(name, { at: query.get('at') ?? '', ...page })),
  )
}

/** Which page of its events one was on. */
const place = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['after', 'before'].flatMap((name) => {
      const value = query.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )

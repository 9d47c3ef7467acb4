import { ApiFailure } from '../api/failure.ts'
import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { actorOf } from '../parts/event-table.ts'
import { jsonView } from '../parts/json-view.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { when } from '../parts/words.ts'
import { event } from '../queries/events.ts'
import { causeHref, hrefOf, type Show, streamHref } from '../routing/route.ts'

/** One event, whole. */
export const showEvent: Show = async ({ params }, signal) => {
  const { eventId = '' } = params
  const { logEvent: found } = await read(event, { eventId }, signal)
  if (found === null) throw new ApiFailure('NOT_FOUND', 'There is no such event in the log.')
  const gone = nothing('The log has it no more.', 'A scavenge took it; its place is known.')
  return group(
    heading(found.type, [
      'Revision ',
      found.revision,
      ' of ',
      h('a', { href: streamHref(found.stream) }, found.stream),
    ]),
    card(
      'Where it stands',
      facts([
        ['When, UTC', when(found.at)],
        ['Position', h('code', {}, found.position)],
        ['Actor', actorOf(found.actor)],
        found.organisationId === null
          ? undefined
          : ['Organisation', h('code', {}, found.organisationId)],
        ['Story', h('a', { href: causeHref(found.correlationId) }, found.correlationId)],
        ['Caused by', h('a', { href: hrefOf(`/events/${found.causationId}`) }, found.causationId)],
        ['Command', h('code', {}, found.commandId)],
        [
          'State after it',
          h(
            'a',
            { href: streamHref(found.stream, { at: found.revision }) },
            `at revision ${found.revision}`,
          ),
        ],
        [
          'In the tree',
          h('a', { href: hrefOf('/audit', { event: eventId }) }, 'proof of inclusion'),
        ],
        ['Event id', h('code', {}, found.eventId)],
      ]),
    ),
    h(
      'div',
      { class: 'cards' },
      card('Data', found.data === null ? gone : jsonView(found.data, 'Data')),
      card('Metadata', found.metadata === null ? gone : jsonView(found.metadata, 'Metadata')),
    ),
  )
}

import { read } from '../api/read.ts'
import { huesOf } from '../charts/hues.ts'
import { rails } from '../charts/rails.ts'
import { layOut } from '../charts/tree.ts'
import { group, h } from '../dom/h.ts'
import { actorOf, eventHref, shortStream } from '../parts/event-table.ts'
import { field } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { figure, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink } from '../parts/table.ts'
import { span } from '../parts/words.ts'
import { type StoryEvent, story, storyOf } from '../queries/cause.ts'
import { hrefOf, type Show, streamHref } from '../routing/route.ts'

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))

/** The runtime's own notes carry the story; who reads it may leave them out. */
const isNote = ({ type }: StoryEvent): boolean => type.startsWith('Saga')

type Node = { readonly id: string; readonly cause: string; readonly event: StoryEvent }

/** What is left out is passed over: what followed from it follows from its own cause. */
const nodesOf = (events: readonly StoryEvent[], withNotes: boolean): readonly Node[] => {
  const byId = new Map(events.map((event) => [event.eventId, event]))
  const causeOf = (event: StoryEvent): string => {
    let cause = byId.get(event.causationId)
    while (cause !== undefined && !withNotes && isNote(cause)) cause = byId.get(cause.causationId)
    return cause?.eventId ?? ''
  }
  return events
    .filter((event) => withNotes || !isNote(event))
    .map((event) => ({ id: event.eventId, cause: causeOf(event), event }))
}

const since = (began: number, at: string): string => {
  const ms = Date.parse(at) - began
  return ms < 10_000 ? `+${ms} ms` : `+${span(ms / 1_000)}`
}

type Hue = (category: string) => string

const tree = (nodes: readonly Node[], began: number, hueOf: Hue): HTMLElement => {
  const placed = layOut(nodes)
  return h(
    'div',
    { class: 'tree', role: 'region', 'aria-label': 'What followed from what', tabindex: '0' },
    rails(placed, ({ event }) => hueOf(categoryOf(event.stream))),
    h(
      'ol',
      { class: 'tree-rows' },
      placed.map(({ node: { event }, from }) =>
        h(
          'li',
          {},
          rowLink(eventHref(event.eventId), event.type),
          h(
            'a',
            { href: streamHref(event.stream), class: 'tree-stream' },
            shortStream(event.stream),
          ),
          h('span', { class: 'tree-actor soft' }, actorOf(event.actor)),
          h(
            'span',
            { class: 'unseen' },
            from === undefined
              ? 'the beginning'
              : `because of ${placed[from]?.node.event.type ?? ''}`,
          ),
          h('span', { class: 'tree-time soft' }, since(began, event.at)),
        ),
      ),
    ),
  )
}

const legend = (nodes: readonly Node[], hueOf: Hue): HTMLElement =>
  h(
    'ul',
    { class: 'legend', 'aria-label': 'Streams' },
    [...Map.groupBy(nodes, ({ event }) => categoryOf(event.stream))].map(([category, of]) =>
      h(
        'li',
        {},
        h('span', { class: `legend-dot ${hueOf(category)}` }),
        category,
        ' ',
        h('span', { class: 'soft' }, of.length),
      ),
    ),
  )

/** The story that an id belongs to: its own, that of an event, or that of a command. */
const findStory = async (id: string, signal: AbortSignal): Promise<readonly StoryEvent[]> => {
  const { events } = await read(story, { correlationId: id }, signal)
  if (events.length > 0) return events
  const { logEvent, logEvents } = await read(storyOf, { id, text: id }, signal)
  const correlationId = logEvent?.correlationId ?? logEvents.edges[0]?.node.correlationId
  return correlationId === undefined ? [] : (await read(story, { correlationId }, signal)).events
}

export const showCause: Show = async ({ query }, signal) => {
  const id = query.get('of') ?? ''
  const withNotes = query.has('notes')
  const form = filterForm(
    '/cause',
    'Which story',
    field('Correlation, event or command id', {
      name: 'of',
      value: id,
      required: true,
      spellcheck: 'false',
    }),
  )
  const top = heading(
    'Causes',
    'Every event that followed from one request, and what each followed from.',
  )
  if (id === '')
    return group(
      top,
      form,
      nothing(
        'Which story?',
        'Every event, job and answer of the hub names the correlation that it belongs to.',
      ),
    )
  const events = await findStory(id, signal)
  const [first] = events
  const last = events.at(-1)
  if (first === undefined || last === undefined)
    return group(
      top,
      form,
      nothing('Nothing followed from that.', 'No event has this correlation, command or event id.'),
    )
  const told = nodesOf(events, withNotes)
  const nodes = told.length === 0 ? nodesOf(events, true) : told
  const hueOf = huesOf(nodes.map(({ event }) => categoryOf(event.stream)))
  const notes = events.filter(isNote).length
  const began = Date.parse(first.at)
  return group(
    heading(
      'Causes',
      ['What followed from ', h('code', {}, id)],
      notes === 0 || notes === events.length
        ? undefined
        : h(
            'a',
            {
              class: 'button',
              id: 'notes',
              href: hrefOf('/cause', { of: id, notes: withNotes ? '' : '1' }),
            },
            withNotes ? 'Leave out the sagas’ notes' : `Show ${notes} notes of sagas`,
          ),
    ),
    form,
    h(
      'div',
      { class: 'figures' },
      figure('Events', events.length),
      figure('Streams', new Set(events.map(({ stream }) => stream)).size),
      figure('From first to last', since(began, last.at).slice(1)),
      figure('Began with', first.type, first.actor.kind),
    ),
    legend(nodes, hueOf),
    tree(nodes, began, hueOf),
  )
}

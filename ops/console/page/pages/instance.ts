import { ApiFailure } from '../api/failure.ts'
import { textOf } from '../api/json.ts'
import { read } from '../api/read.ts'
import { sagaGraph } from '../charts/saga-graph.ts'
import { pictureOf } from '../charts/saga-picture.ts'
import { group, h } from '../dom/h.ts'
import { deedButton } from '../parts/deed.ts'
import { eventHref } from '../parts/event-table.ts'
import { jsonView } from '../parts/json-view.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { when } from '../parts/words.ts'
import { instance } from '../queries/sagas.ts'
import { type Show, streamHref } from '../routing/route.ts'
import { letterTable } from './dead-letters.ts'
import { stateBadges } from './sagas.ts'

/** Sagas name where they are under one of these. */
const stateWords = ['kind', 'phase', 'status', 'step', 'stage']

export const showInstance: Show = async ({ params }, signal) => {
  const { stream = '' } = params
  const { sagaInstance: found, sagas, logEvents } = await read(instance, { stream }, signal)
  if (found === null) throw new ApiFailure('NOT_FOUND', 'There is no such instance.')
  const definition = sagas.find(({ name }) => name === found.saga) ?? { routes: [], effects: [] }
  const story = logEvents.edges.map(({ node }) => node)
  const { state } = found
  const word = stateWords.map((name) => textOf(state?.[name])).find((value) => value !== undefined)
  const isInTrouble = found.stuck.length > 0 || found.deadLetters.length > 0
  return group(
    heading(
      found.saga,
      h('a', { href: streamHref(stream) }, stream),
      stateBadges(found),
      found.status === 'ACTIVE' && isInTrouble
        ? deedButton({
            verb: 'Redrive',
            explanation:
              'Gives the instance a push: what is parked is tried again, what is due is done.',
            action: 'saga.redrive',
            subject: stream,
          })
        : undefined,
    ),
    sagaGraph(pictureOf(definition, found, story), found.saga, word ?? found.status.toLowerCase()),
    card(
      'Now',
      facts([
        ['Outcome', found.outcome ?? 'not ended'],
        ['Waits for', found.outstanding.map(({ kind }) => kind).join(', ') || 'nothing'],
        [
          'Timers',
          found.timers.length === 0
            ? 'none'
            : found.timers.map(({ name, dueAt }) => h('div', {}, name, ' at ', when(dueAt))),
        ],
        found.stuck.length === 0 ? undefined : ['Reported', found.stuck.join(', ')],
        ['Began, UTC', when(found.startedAt)],
        ['Moved, UTC', when(found.updatedAt)],
        ['Ended, UTC', when(found.endedAt)],
        ['Version', found.version],
      ]),
    ),
    found.deadLetters.length === 0 ? undefined : group(h('h2', {}, 'Parked'), letterTable([found])),
    h(
      'div',
      { class: 'cards uneven' },
      card(
        'Steps',
        table(
          'Steps',
          [
            { title: 'Revision', cell: ({ revision }) => h('code', {}, revision), numeric: true },
            {
              title: 'Step',
              cell: ({ eventId, type }) => rowLink(eventHref(eventId), type.replace(/^Saga/, '')),
            },
            { title: 'Of what', cell: ({ data }) => stepName(data) },
            { title: 'When, UTC', cell: ({ at }) => when(at), minor: true },
          ],
          story,
        ),
      ),
      card('State', state === null ? nothing('It has none.') : jsonView(state, 'State')),
    ),
  )
}

const stepName = (data: Readonly<Record<string, unknown>> | null): string => {
  if (data === null) return '–'
  const { input, kind, name, outcome } = data
  const type =
    typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined
  return textOf(type) ?? textOf(kind) ?? textOf(name) ?? textOf(outcome) ?? ''
}

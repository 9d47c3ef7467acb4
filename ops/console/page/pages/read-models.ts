import { read } from '../api/read.ts'
import { progress } from '../charts/bars.ts'
import { type Child, h } from '../dom/h.ts'
import { renew } from '../dom/renew.ts'
import { deedButton } from '../parts/deed.ts'
import { card, facts, heading } from '../parts/page.ts'
import { poll } from '../parts/poll.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, count, span, when } from '../parts/words.ts'
import { type Generation, generations, type Replay } from '../queries/read-models.ts'
import { hrefOf, type Show } from '../routing/route.ts'
import { bounds, deedsOf } from './read-model-deeds.ts'

/** How often progress is looked at, in ms. */
const everyMs = 2_000

const compareHref = ({ generation }: Generation): string => hrefOf(`/projections/${generation}`)

const stateOf = ({ isLive, state, replay }: Generation): readonly Child[] => [
  isLive ? badge('LIVE') : badge(state),
  replay?.isPaused === true && state === 'BUILDING' ? badge('PAUSED') : undefined,
]

const restWords: Readonly<Record<'LIVE_LAG' | 'PACE', string>> = {
  LIVE_LAG: 'rests until the live rows have caught up',
  PACE: 'keeps to its pace',
}

const replayCard = (generation: Generation, replay: Replay): HTMLElement =>
  card(
    `Building generation ${generation.generation}`,
    replay.error === null ? undefined : h('p', { class: 'state failure' }, replay.error),
    progress(`Progress of generation ${generation.generation}`, replay.progress ?? 0),
    facts([
      ['Phase', (replay.phase ?? 'not begun').toLowerCase().replaceAll('_', ' ')],
      ['Done', `${Math.floor((replay.progress ?? 0) * 100)} %`],
      ['Events', count(replay.events)],
      ['Left', replay.eventsLeft === null ? 'not known' : count(replay.eventsLeft)],
      ['Rate', replay.eventsPerSecond === null ? '–' : `${count(replay.eventsPerSecond)} events/s`],
      ['Time left', replay.secondsLeft === null ? '–' : span(replay.secondsLeft)],
      ['Tables', replay.groups?.join(', ') ?? 'all'],
      [
        'Pace',
        replay.mostEventsPerSecond === null
          ? 'as fast as it can'
          : `${count(replay.mostEventsPerSecond)} events/s`,
      ],
      [
        'Rests',
        replay.resting === null ? (replay.isPaused ? 'stopped' : 'no') : restWords[replay.resting],
      ],
    ]),
    h('div', { class: 'row-buttons' }, deedsOf(generation)),
  )

const list = (all: readonly Generation[]): HTMLElement =>
  table(
    'Generations',
    [
      { title: 'Generation', cell: (row) => rowLink(compareHref(row), row.generation) },
      { title: 'State', cell: (row) => h('span', { class: 'row-buttons' }, stateOf(row)) },
      {
        title: 'Position',
        cell: ({ position }) => h('code', {}, position),
        numeric: true,
        minor: true,
      },
      { title: 'Events', cell: ({ events }) => count(events), numeric: true, minor: true },
      { title: 'Begun, UTC', cell: ({ startedAt }) => when(startedAt), minor: true },
      { title: 'Left, UTC', cell: ({ leftAt }) => when(leftAt), minor: true },
      {
        title: 'What to do',
        cell: (row) =>
          row.state === 'BUILDING' ? 'see above' : h('div', { class: 'row-buttons' }, deedsOf(row)),
        wide: true,
      },
    ],
    all.toReversed(),
  )

const whole = (all: readonly Generation[]): readonly HTMLElement[] => [
  ...all.flatMap((one) =>
    one.state === 'BUILDING' && one.replay !== null ? [replayCard(one, one.replay)] : [],
  ),
  list(all),
]

/** Every set of read models: the one that readers follow, those beside it, and how far a new one is. */
export const showReadModels: Show = async (_, signal) => {
  const { readModelGenerations } = await read(generations, {}, signal)
  const region = h('div', { class: 'view' }, ...whole(readModelGenerations))
  poll(everyMs, signal, async () => {
    const { readModelGenerations: next } = await read(generations, {}, signal)
    if (!signal.aborted && document.querySelector('dialog[open]') === null)
      renew(region, ...whole(next))
  })
  const view = document.createDocumentFragment()
  view.append(
    heading(
      'Read models',
      'A generation is one whole set of tables, built from the log. Readers follow one; another is built beside it, compared and promoted.',
      deedButton({
        verb: 'Rebuild',
        label: 'Rebuild all read models',
        explanation:
          'Builds a new generation of all tables beside the live one. Readers notice nothing until it is promoted.',
        action: 'replay.start',
        subject: 'all',
        inputs: [
          {
            name: 'stream',
            label: 'Only the rows of this stream',
            hint: 'Its name. Empty: all rows.',
          },
          ...bounds,
        ],
      }),
    ),
    region,
  )
  return view
}

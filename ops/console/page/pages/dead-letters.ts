import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { deedButton } from '../parts/deed.ts'
import { shortStream } from '../parts/event-table.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, when } from '../parts/words.ts'
import { type DeadLetter, deadLetters, type InstanceRow } from '../queries/sagas.ts'
import { hrefOf, type Show } from '../routing/route.ts'

export const instanceHref = (stream: string): string =>
  hrefOf(`/sagas/instances/${encodeURIComponent(stream)}`)

type Row = {
  readonly instance: InstanceRow
  readonly letter: DeadLetter
  readonly isFirst: boolean
}

export const letterDeeds = ({ instance: { stream }, letter, isFirst }: Row): HTMLElement =>
  h(
    'div',
    { class: 'row-buttons' },
    isFirst
      ? deedButton({
          verb: 'Redrive',
          explanation: 'Gives the instance what is parked once more, in order.',
          action: 'deadletters.redrive',
          subject: stream,
        })
      : undefined,
    deedButton({
      verb: 'Skip',
      explanation: `Leaves out ${letter.kind.toLowerCase()} ${letter.name} for good, and goes on with what is behind it.`,
      action: 'deadletters.skip',
      subject: stream,
      parameters: { id: letter.id },
      destructive: true,
    }),
  )

export const letterTable = (instances: readonly InstanceRow[]): HTMLElement =>
  table<Row>(
    'Dead letters',
    [
      {
        title: 'Instance',
        cell: ({ instance }) =>
          rowLink(instanceHref(instance.stream), shortStream(instance.stream)),
      },
      { title: 'What', cell: ({ letter }) => [badge(letter.kind), ' ', letter.name] },
      {
        title: 'Why',
        cell: ({ letter }) => [
          h('code', {}, letter.code),
          ' ',
          h('span', { class: 'long' }, letter.detail),
        ],
        wide: true,
      },
      { title: 'Tried', cell: ({ letter }) => letter.attempts ?? '–', numeric: true, minor: true },
      { title: 'Since, UTC', cell: ({ letter }) => when(letter.since), minor: true },
      { title: 'What to do', cell: letterDeeds },
    ],
    instances.flatMap((instance) =>
      instance.deadLetters.map((letter, index) => ({ instance, letter, isFirst: index === 0 })),
    ),
  )

export const showDeadLetters: Show = async ({ query }, signal) => {
  const { deadLetters: page } = await read(deadLetters, pageOf(query), signal)
  const instances = page.edges.map(({ node }) => node)
  return group(
    heading(
      'Dead letters',
      'What instances of sagas could not take, or could not have done. What came after waits behind it.',
      instances.length === 0
        ? undefined
        : deedButton({
            verb: 'Redrive all',
            explanation: 'Gives every instance what is parked in it once more.',
            action: 'deadletters.redrive',
            subject: 'all',
          }),
    ),
    instances.length === 0
      ? nothing('Nothing is parked.', 'Every instance took what it was given.')
      : letterTable(instances),
    pager(page.pageInfo, (place) => hrefOf('/dead-letters', place)),
  )
}

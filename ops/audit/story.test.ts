import t from 'tap'
import type { EventLogRow } from '../../projections/log/tables.ts'
import { storyTree, type Branch } from './story.ts'

const event = (event_id: string, causation_id: string, command_id: string): EventLogRow => ({
  ...{ event_id, causation_id, command_id, position: BigInt(event_id), revision: 0n },
  ...{ type: 'Happened', stream: 's-1', correlation_id: 'c', organisation: null },
  ...{ actor_kind: 'system', actor_id: 'hub', at: new Date(0) },
})
const shape = ({ event: { event_id }, followed }: Branch): unknown => [
  event_id,
  ...followed.map(shape),
]

t.test('what followed from what', async (t) => {
  const story = [
    event('1', 'k', 'k'),
    event('2', 'k', 'k'),
    event('3', '1', 'l'),
    event('4', '3', 'm'),
    event('5', '3', 'm'),
    event('6', 'elsewhere', 'n'),
    event('7', '7', 'o'),
  ]
  t.same(
    storyTree(story).map(({ command, branches }) => [command, ...branches.map(shape)]),
    [
      ['k', ['1', ['3', ['4'], ['5']]], ['2']],
      ['n', ['6']],
      ['o', ['7']],
    ],
  )
})

import t from 'tap'
import type { EventLogRow } from '../../projections/log/tables.ts'
import type { Caller } from '../view/caller.ts'
import { visibleEvents } from './story.ts'

const event = (
  event_id: string,
  causation_id: string,
  organisation: string | null,
): EventLogRow => ({
  position: BigInt(event_id),
  event_id,
  type: 'Happened',
  stream: 's-1',
  revision: 0n,
  causation_id,
  correlation_id: 'c',
  command_id: 'k',
  actor_kind: 'system',
  actor_id: 'hub',
  organisation,
  at: new Date(0),
})
const caller = (organisation: string, roles: readonly string[] = []): Caller => ({
  kind: 'known',
  principal: { actor: { kind: 'user', id: 'u' }, organisation, scopes: [], roles },
})
const ids = (events: readonly EventLogRow[]) => events.map(({ event_id }) => event_id)

t.test('a story shows what is one’s own and what the hub did because of it', async (t) => {
  const story = [
    event('1', 'command', 'x'),
    event('2', '1', null),
    event('3', '2', null),
    // Another one put the same correlation id on a request.
    event('4', 'command', 'y'),
    event('5', '4', null),
    event('6', 'unknown', null),
  ]
  t.same(ids(visibleEvents(caller('x'), story)), ['1', '2', '3'])
  t.same(ids(visibleEvents(caller('y'), story)), ['4', '5'])
  t.same(visibleEvents(caller('z'), story), [])
  t.same(visibleEvents({ kind: 'anonymous' }, story), [])
  t.same(visibleEvents(caller('z', ['operator']), story), story)
})

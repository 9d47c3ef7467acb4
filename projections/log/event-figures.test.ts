import t from 'tap'
import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../test/kit/given-when-then/projection.ts'
import { eventFigures } from './event-figures.ts'

const { given } = projection(eventFigures)
const finished = (name: string) => {
  const data = { actionId: idNamed(name), at: meta.now, outcome: 'DONE', detail: '' }
  return on(`operatorAction-${idNamed(name)}`, { type: 'OperatorActionFinished', data })
}
const opened = on('reconciliation-hub', {
  ...{ type: 'ReconciliationOpened', data: { reconciliationId: 'hub', at: meta.now } },
})

t.test('events are counted by minute and by type, whatever their streams', async () => {
  const minute = meta.now.slice(0, 16)
  given()
    .when(finished('one'))
    .then({
      event_minutes: [{ minute, events: 1n }],
      event_types: [{ type: 'OperatorActionFinished', events: 1n }],
    })
  given(finished('one'), finished('two'))
    .when(opened)
    .then({
      event_minutes: [{ minute, events: 3n }],
      event_types: [
        { type: 'OperatorActionFinished', events: 2n },
        { type: 'ReconciliationOpened', events: 1n },
      ],
    })
})

import t from 'tap'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded, unknown } from '../../test/kit/given-when-then/saga.ts'
import { operatorActions } from './operator-actions.ts'

const { given } = saga(operatorActions)
const order = {
  ...{ actionId: 'a', action: 'saga.redrive', subject: 'jobExecution-1', parameters: {} },
  ...{ by: 'somebody', reason: 'the provider is back' },
}
const requested = (performer: 'HUB' | 'CLI') =>
  heard('OperatorActionRequested', { ...order, performer, would: [], at: meta.now })
const perform = { kind: 'perform', ...order }
const done = { outcome: 'DONE', detail: '1 message' }
const finish = { kind: 'finish', actionId: 'a', ...done }
const finished = heard('OperatorActionFinished', { actionId: 'a', ...done, at: meta.now })

t.test('what the hub is asked for it does, then says what came of it, then ends', async () => {
  given().when(requested('HUB')).then([perform])
  given(requested('HUB')).when(succeeded('perform', done)).then([finish])
  given(requested('HUB'), succeeded('perform', done)).when(succeeded('finish')).then([])
  given(requested('HUB'), succeeded('perform', done), succeeded('finish'))
    .when(finished)
    .then(['end FINISHED'])
})

t.test('what somebody does at the hub’s machine it leaves alone', async () => {
  given().when(requested('CLI')).then(['end CLI'])
})

t.test('what cannot be done, or was left out as a dead letter, has failed', async () => {
  given(requested('HUB'))
    .when(refused('perform', 'SKIPPED'))
    .then([{ kind: 'finish', actionId: 'a', outcome: 'FAILED' }])
  given(requested('HUB'))
    .when(unknown('perform'))
    .then([{ kind: 'finish', actionId: 'a', outcome: 'FAILED' }])
})

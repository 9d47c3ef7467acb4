import t from 'tap'
import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../test/kit/given-when-then/projection.ts'
import { operatorActions } from './operator-actions.ts'

const { given } = projection(operatorActions)
const actionId = idNamed('action')
const happens = (type: string, data: object) =>
  on(`operatorAction-${actionId}`, { type, data: { actionId, at: meta.now, ...data } })
const requested = happens('OperatorActionRequested', {
  ...{ action: 'quarantine.skip', subject: 'job-1', reason: 'odd', parameters: {} },
  ...{ performer: 'CLI', by: 'cli:ada', would: ['leave it out'] },
})
const row = (expected: object) => ({ operator_actions: [{ action_id: actionId, ...expected }] })

t.test('an action stands as it was asked for, and as it ended', async () => {
  given()
    .when(requested)
    .then(row({ status: 'REQUESTED', requested_by: 'cli:ada', preview: null, detail: null }))
  given(requested)
    .when(happens('OperatorActionFinished', { outcome: 'FAILED', detail: 'no projector' }))
    .then(row({ status: 'FAILED', detail: 'no projector', subject: 'job-1' }))
})

import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { reconciliationFindings } from './findings.ts'

const { given } = projection(reconciliationFindings)
const findingId = idNamed('finding')
const fact = { findingId, at: meta.now }
const stream = `reconciliationFinding-${findingId}`
const happens = (type: string, data: object) => on(stream, { type, data: { ...fact, ...data } })
const raised = (theirs: string) =>
  happens('ReconciliationFindingRaised', {
    runId: idNamed(theirs),
    difference: {
      ...{ code: 'PAYMENT_STATE_DIFFERS', subject: idNamed('payment') },
      ...{ paymentId: idNamed('payment'), ours: 'REQUIRES_CAPTURE', theirs },
    },
  })
const byPerson = { reason: 'asked the provider', by: idNamed('operator') }
const resolved = happens('ReconciliationFindingResolved', byPerson)
const row = (expected: object) => ({
  reconciliation_findings: [{ finding_id: findingId, ...expected }],
})

t.test('a finding stands as it was last raised, and as it was dealt with', async () => {
  given()
    .when(raised('SUCCEEDED'))
    .then(row({ status: 'OPEN', ours: 'REQUIRES_CAPTURE', theirs: 'SUCCEEDED', reason: null }))
  given(raised('SUCCEEDED'))
    .when(happens('ReconciliationFindingAcknowledged', byPerson))
    .then(row({ status: 'ACKNOWLEDGED', reason: byPerson.reason, settled_by: byPerson.by }))
  given(raised('SUCCEEDED'))
    .when(resolved)
    .then(row({ status: 'RESOLVED' }))
  given(raised('SUCCEEDED'), resolved)
    .when(raised('CANCELLED'))
    .then(row({ status: 'OPEN', theirs: 'CANCELLED', reason: null, run_id: idNamed('CANCELLED') }))
  given(raised('SUCCEEDED'))
    .when(happens('ReconciliationFindingCleared', { runId: idNamed('run') }))
    .then(row({ status: 'CLEARED', theirs: 'SUCCEEDED' }))
})

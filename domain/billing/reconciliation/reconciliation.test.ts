import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { mostFindings, reconciliation, type ReconciliationCommand } from './reconciliation.ts'

const { after, given } = decider(reconciliation)
const open: ReconciliationCommand = { type: 'OpenReconciliation' }
const complete = (run: string, standing: readonly string[] = []): ReconciliationCommand => ({
  type: 'CompleteRun',
  run: {
    ...{ runId: idNamed(run), since: '2026-10-01T00:00:00.000Z' },
    ...{ payments: 3, refunds: 1, disputes: 0, transfers: 0 },
    ...{ found: standing.length, standing },
  },
})

t.test('it is opened once', async () => {
  given().when(open).then(['ReconciliationOpened'])
  after(open).when(open).then([])
})

t.test('a run is written down once, with what stands after it', async (t) => {
  const finding = idNamed('finding')
  after(open)
    .when(complete('one', [finding]))
    .then(['ReconciliationRunCompleted'])
  after(open, complete('one', [finding]))
    .when(complete('one'))
    .then([])
  after(open, complete('one', [finding]))
    .when(complete('two'))
    .then(['ReconciliationRunCompleted'])
  const many = Array.from({ length: mostFindings + 1 }, (_, n) => idNamed(String(n)))
  const decision = reconciliation.decide(complete('many', many), reconciliation.initial, {
    ...{ actor: { kind: 'system', id: 'test' }, now: '2026-11-21T00:00:00.000Z' },
    ...{ commandId: idNamed('command'), id: idNamed, eventId: (index) => idNamed(String(index)) },
  })
  t.match(decision, [{ data: { found: mostFindings + 1, standing: { length: mostFindings } } }])
})

import t from 'tap'
import { walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { isFault } from '../../platform/history/port.ts'
import { momentOf } from '../../platform/history/moment.ts'
import { plain } from '../../platform/history/plain.ts'
import { differences } from '../../platform/history/differences.ts'
import { logOf } from '../../test/kit/log-of.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { createPastRows } from './rows.ts'
import { createPastStates } from './state-at.ts'

const recorder = createRecorder()
play(recorder, wholeJob, 'a', '1', 'x')
const eventStore = logOf(recorder.events)
const jobId = idOf('job', '1')
const stream = `job-${jobId}`
const now = { kind: 'time', time: new Date(8.64e15) } as const

t.test('a row with more events than are folded is refused, not cut', async (t) => {
  const skipped = () => Promise.resolve(new Set<string>())
  const rows = createPastRows({ eventStore, skipped, mostEvents: 3 })
  t.match(await rows.row('jobs', jobId, now), { code: 'HISTORY_TOO_LONG' })
  t.match(await createPastStates({ eventStore, mostEvents: 3 }).stateAt(stream, now), {
    code: 'HISTORY_TOO_LONG',
  })
})

t.test('events that an operator left out are left out', async (t) => {
  const last = recorder.events.filter((event) => event.stream === stream).at(-1)
  const skipped = () => Promise.resolve(new Set([last?.id ?? '']))
  const rows = createPastRows({ eventStore, skipped, mostEvents: 100 })
  t.match(await rows.row('jobs', jobId, now), { row: { billing: 'PENDING' } })
})

t.test('a wallet is told over its books, and one book by its name', async (t) => {
  const walletId = walletIdOf(idOf('organisation', 'x'), 'USD/2')
  const states = createPastStates({ eventStore })
  const all = await states.stateAt(`wallet-${walletId}`, now)
  t.match(all, { state: { held: '0', organisation: idOf('organisation', 'x') } })
  t.match(await states.stateAt(`wallet-${walletId}.1`, now), { code: 'NOT_FOUND' })
})

t.test('what changed, and by which event', async (t) => {
  const states = createPastStates({ eventStore })
  const at = (revision: bigint) => ({ kind: 'revision', revision }) as const
  const found = await states.stateDiff(stream, at(1n), at(2n))
  if (isFault(found)) throw new Error(found.detail)
  t.match(found.changes, [{ pointer: '/status', before: 'SUBMITTED', after: 'QUEUED' }])
  t.match(found.events, [{ type: 'JobQueued', changed: ['/status'] }])
  t.match(await states.stateDiff(stream, at(2n), at(1n)), { code: 'QUERY_INVALID' })
})

t.test('moments in words', async (t) => {
  t.same(momentOf('12'), { kind: 'revision', revision: 12n })
  t.same(momentOf('position:37'), { kind: 'position', position: 37n })
  t.same(momentOf('2026-01-01T00:00:00+01:00'), {
    kind: 'time',
    time: new Date('2025-12-31T23:00:00Z'),
  })
  for (const none of ['', '-1', 'position:', '2026-01-01', '2026-99-01T00:00:00Z', 'now'])
    t.equal(momentOf(none), undefined, none)
})

t.test('states as JSON, and where they differ', async (t) => {
  const id = '00000000-0000-4000-8000-0000000000ab'
  t.same(plain({ a: 1n, b: new Map([['c', new Set([2n])]]), holds: { ab: { [id]: { x: 1 } } } }), {
    a: '1',
    b: { c: ['2'] },
    holds: { [id]: { x: 1 } },
  })
  t.same(differences({ 'a/b': 1, c: [1, 2] }, { 'a/b': 2, c: [1] }), [
    { pointer: '/a~1b', before: 1, after: 2 },
    { pointer: '/c/1', before: 2, after: undefined },
  ])
})

import t from 'tap'
import type { EventStore } from '../../platform/event-store/types.ts'
import { recordedInstances } from '../../test/kit/recorded-instances.ts'
import { recordings } from '../../test/decisions/recordings.ts'
import { storedOf } from '../../test/kit/recorded-instances.ts'
import { logOf } from '../../test/kit/log-of.ts'
import { NoSuchChange, setAt, replaceAt } from './alter.ts'
import { distanceOf } from './calibration.ts'
import { jobAnswers } from './job-answers.ts'
import { jobQuestion, type JobChange } from './job.ts'
import { readingOnly } from './reading-only.ts'
import { whatIf } from './what-if.ts'

// Its jobs are paid in USD.
const events = recordings().get('workload')?.events ?? []
const log = logOf(events.map(storedOf))
const instances = recordedInstances(events).filter(({ each }) => each.saga.name === 'jobExecution')
const charged = instances.find(({ stream }) =>
  stream.some(({ data }) => JSON.stringify(data).includes('"captureHold"')),
)
if (charged === undefined) throw new Error('no job was charged in the recordings')
const { each, stream } = charged

const ask = async (change: JobChange) => {
  const { changed, replaced, delay } = await jobQuestion(log, stream, change)
  return whatIf({
    ...{ each, stream, changed, answer: jobAnswers(log, stream) },
    ...(replaced === undefined ? {} : { replaced }),
    ...(delay === undefined ? {} : { delay }),
  })
}

/** What a run requested of a kind. */
const requested = (found: Awaited<ReturnType<typeof ask>>, side: 'was' | 'would', kind: string) =>
  found.steps
    .flatMap((step) => step[side]?.decided ?? [])
    .flatMap((one) => (one.do === 'request' && one.kind === kind ? [one.effect] : []))

t.test('at a higher price more is held, captured and settled', async (t) => {
  const found = await ask({ kind: 'price', members: { perTask: '0.5', minimum: '77' } })
  t.ok(found.differs)
  t.equal(found.would.ended, found.was.ended)
  t.strictSame(found.would.waitsFor, [])
  const amount = (side: 'was' | 'would', kind: string) => {
    const [effect] = requested(found, side, kind)
    const { amount: of } = effect as { readonly amount: { readonly amount: string } }
    return BigInt(of.amount)
  }
  for (const kind of ['holdFunds', 'captureHold'])
    t.ok(amount('would', kind) > amount('was', kind), `${kind} asks for more`)
  const [settled] = requested(found, 'would', 'settleCharge')
  t.match(settled, { charged: { amount: amount('would', 'captureHold').toString() } })
  t.ok(found.stateChanges.some(({ pointer }) => pointer === '/submission/price/perTask'))
})

t.test('what the wallet cannot pay fails the job, and nothing is captured', async (t) => {
  const found = await ask({ kind: 'price', members: { perTask: '99999999' } })
  t.match(found.would.ended, 'FAILED')
  t.match(requested(found, 'would', 'failJob'), [{ failure: { code: 'INSUFFICIENT_FUNDS' } }])
  t.strictSame(requested(found, 'would', 'captureHold'), [])
})

t.test('too long in line, and the job fails by the queue’s own limit', async (t) => {
  const found = await ask({ kind: 'queueSeconds', seconds: 40 * 86_400 })
  t.equal(found.would.ended, 'FAILED')
  t.ok(
    found.steps.some(({ would }) => would?.told === 'timer queue'),
    'its timer fired first',
  )
  t.strictSame(requested(found, 'would', 'submitRun'), [])
  t.ok(requested(found, 'would', 'releaseHold').length > 0, 'what was held is given back')
  const soon = await ask({ kind: 'queueSeconds', seconds: 60 })
  t.equal(soon.would.ended, soon.was.ended, 'a minute is no matter')
})

t.test('a price that the device never had', async (t) => {
  await t.rejects(ask({ kind: 'priceBook', version: 'none' }), NoSuchChange)
  await t.rejects(ask({ kind: 'price', members: { perTask: 'much' } }), NoSuchChange)
})

t.test('one input of any saga', async (t) => {
  const told = stream.find(({ type }) => type === 'SagaInputReceived')
  if (told === undefined) throw new Error('an instance is told of something')
  const { revision, data } = told
  const answer = () => Promise.resolve(undefined)
  const changed = await whatIf({
    ...{ each, stream, changed: 'test', answer },
    replaced: setAt(stream, revision, '/input/data/timeLimit', 7),
  })
  t.ok(
    changed.stateChanges.some(
      ({ pointer, after }) => pointer.endsWith('/timeLimit') && after === 7,
    ),
  )
  t.ok(changed.differs)
  const same = await whatIf({
    ...{ each, stream, changed: 'test', answer },
    replaced: replaceAt(stream, revision, data),
  })
  t.notOk(same.differs)
  t.throws(() => setAt(stream, 9_999n, '', 1), NoSuchChange)
  t.throws(() => setAt(stream, revision, '/input/nowhere/at/all', 1), NoSuchChange)
  t.throws(() => setAt(stream, revision, 'input', 1), NoSuchChange)
  const decided = stream.find(({ type }) => type === 'SagaEffectRequested')?.revision ?? 0n
  t.throws(() => setAt(stream, decided, '/kind', 'x'), NoSuchChange, 'decisions are no inputs')
})

t.test('the log that it gets takes nothing', async (t) => {
  // Of a store nothing but these is ever called.
  const store = readingOnly(log as EventStore)
  for (const name of ['append', 'deleteStream', 'tombstoneStream', 'setStreamRetention'] as const)
    t.throws(store[name], /writes nothing/)
})

t.test('how far counts are apart', async (t) => {
  t.equal(distanceOf({ '0': 5, '1': 5 }, { '0': 50, '1': 50 }), 0)
  t.equal(distanceOf({ '0': 10 }, { '1': 10 }), 1)
  t.equal(distanceOf({ '0': 10 }, { '0': 5, '1': 5 }), 0.5)
})

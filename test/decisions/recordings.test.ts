import t from 'tap'
import { aggregates } from '../../domain/aggregates.ts'
import { reportOf } from '../../ops/decisions/report.ts'
import { sagas } from '../../sagas/registry.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import type { Saga, SagaAction, SagaMessage } from '../../sagas/runtime/saga.ts'
import { recordings, replayed } from './recordings.ts'

const all = recordings()
const recording = all.get('workload') ?? { events: [], decisions: [] }

for (const [name, each] of all)
  t.test(`${name}: today decides what was decided`, async (t) => {
    const { commands, steps } = replayed(each)
    t.strictSame(commands.differences, [], reportOf(commands).join('\n'))
    t.strictSame(steps.differences, [], reportOf(steps).join('\n'))
    t.ok(commands.decisions >= 100 && steps.decisions >= 50, 'there is much to decide again')
  })

/** They wait for days, or for somebody else's server: virtual time decides them in tests of their own. */
const beyondRecordings: ReadonlySet<string> = new Set([
  'holdExpiry',
  'keyReminder',
  'walletRecovery',
  'webhookRedelivery',
])

t.test('the recordings reach every aggregate, and every saga', async (t) => {
  const streams = [...all.values()].flatMap(({ events }) => events.map(({ stream }) => stream))
  const categories = new Set(streams.map((stream) => stream.slice(0, stream.indexOf('-'))))
  const names = [
    ...aggregates.map(({ category }) => category),
    ...sagas.map(({ saga }) => saga.name),
  ]
  for (const name of names) t.not(categories.has(name), beyondRecordings.has(name), name)
})

/** What people said to agents and on tasks. */
const words = ['Estimate the phase', 'hartrees', 'May we spend']

t.test('nothing personal stands in them in clear', async (t) => {
  for (const [name, { events, decisions }] of all) {
    const text = JSON.stringify([events, decisions], (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    for (const secret of ['@example.org', 'horse battery', 'qhv_', 'qhub_sk', 'Bearer', ...words])
      t.notOk(text.includes(secret), `${name}: ${secret}`)
  }
})

type Decide = Saga<unknown, { readonly kind: string }>['decide']

/** The sagas with one of them deciding otherwise. */
const planted = (name: string, change: (decide: Decide) => Decide): readonly AnySaga[] =>
  sagas.map((each) =>
    each.saga.name === name
      ? { ...each, saga: { ...each.saga, decide: change(each.saga.decide as Decide) } }
      : each,
  )
const told = (message: SagaMessage): string =>
  message.type === 'input' ? message.input.type : message.type

t.test('a saga that decides otherwise is reported, field by field', async (t) => {
  const gloomy = planted(
    'jobExecution',
    (decide) => (message, state, now) =>
      decide(message, state, now).map(
        (action): SagaAction<{ readonly kind: string }> =>
          action.do === 'request' && action.effect.kind === 'completeJob'
            ? { do: 'request', effect: { ...action.effect, kind: 'failJob' } }
            : action,
      ),
  )
  const { differences } = replayed(recording, [], gloomy).steps
  t.ok(differences.length >= 3)
  t.match(differences[0], {
    decider: /^jobExecution /,
    field: /^events\[\d\]\.data\.kind$/,
    recorded: 'completeJob',
    today: 'failJob',
  })
})

t.test('so is one that does less, one that does more, and one that fails', async (t) => {
  const lazy = planted('deviceScheduling', () => () => [])
  const { differences } = replayed(recording, [], lazy).steps
  t.ok(differences.length >= 5)
  t.match(differences[0], { field: 'events[1]', today: undefined })

  const eager = planted('deviceScheduling', (decide) => (message, state, now) => [
    ...decide(message, state, now),
    ...(told(message) === 'DeviceRetired'
      ? [{ do: 'request', effect: { kind: 'advanceQueue' } } as const]
      : []),
  ])
  t.match(replayed(recording, [], eager).steps.differences, [
    { decider: 'deviceScheduling DeviceRetired', recorded: undefined },
  ])

  const failing = planted('jobExecution', () => () => {
    throw new Error('out of order')
  })
  t.ok(replayed(recording, [], failing).steps.differences.length > 20)
})

t.test('so is one that reverses less', async (t) => {
  const careless = sagas.map((each) => ({ ...each, saga: { ...each.saga, undo: {} } }))
  const { differences } = replayed(recording, [], careless).steps
  t.match(differences[0], { decider: /^jobExecution / })
})

t.test('a saga that forgets what it was told decides otherwise later', async (t) => {
  const forgetful = sagas.map((each) => ({
    ...each,
    saga: { ...each.saga, evolve: (state: unknown) => state },
  }))
  t.ok(replayed(recording, [], forgetful).steps.differences.length > 20)
})

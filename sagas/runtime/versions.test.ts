import t from 'tap'
import { fold } from '../../domain/shared/decider.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { instanceOf } from './instance.ts'
import type { EarlierForm, Saga } from './saga.ts'

type Effect = { readonly kind: 'say'; readonly what: string }

const parts = {
  name: 'counting',
  streamPrefixes: [],
  routes: {},
  mayRest: true,
} as const

/** Counts what it hears, and says the number. */
const first: Saga<number, Effect> = {
  ...parts,
  version: 1,
  initial: 0,
  evolve: (count, { type }) => (type === 'input' ? count + 1 : count),
  decide: ({ type }, count) =>
    type === 'input' ? [{ do: 'request', effect: { kind: 'say', what: `${count + 1}` } }] : [],
}
/** Says it louder, of the same state. */
const louder: Saga<number, Effect> = {
  ...first,
  version: 2,
  decide: ({ type }, count) =>
    type === 'input' ? [{ do: 'request', effect: { kind: 'say', what: `${count + 1}!` } }] : [],
}
type Tally = { readonly heard: number; readonly said: number }
const before: EarlierForm<Tally> = {
  upTo: 2,
  initial: first.initial,
  evolve: first.evolve,
  migrate: (heard: number) => ({ heard, said: 0 }),
}
/** Its state has another form. */
const tallying: Saga<Tally, Effect> = {
  ...parts,
  version: 3,
  earlier: [before],
  initial: { heard: 0, said: 0 },
  evolve: (tally, { type }) =>
    type === 'input' ? { ...tally, heard: tally.heard + 1 } : { ...tally, said: tally.said + 1 },
  decide: ({ type }, { heard, said }) =>
    type === 'input'
      ? [{ do: 'request', effect: { kind: 'say', what: `${heard + 1}, ${said} said` } }]
      : [],
}

const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`

/** Tells an instance with this history of one input more, with this code; its history then. */
const hear = <State>(
  saga: Saga<State, Effect>,
  history: readonly SagaEvent[],
): readonly SagaEvent[] => {
  const aggregate = instanceOf(saga, () => 1)
  const state = fold(aggregate.evolve, aggregate.initial, history)
  const inputId = uuid(1000 + history.length)
  const message = { type: 'input', inputId, input: { type: 'Rang', data: {} } } as const
  const source = { stream: 'bell-1', revision: BigInt(history.length) }
  const eventId = (index: number): string => uuid(history.length + index)
  const command = { do: 'tell', instance: 'one', message, source, starts: true } as const
  const decision = aggregate.decide(command, state, { ...meta, eventId })
  if (isRejection(decision)) throw new Error(decision.detail)
  return [...history, ...decision]
}
const said = (history: readonly SagaEvent[]) =>
  history.flatMap((event) =>
    event.type === 'SagaEffectRequested' ? [(event.data.effect as Effect).what] : [],
  )
const stateOf = <State>(saga: Saga<State, Effect>, history: readonly SagaEvent[]) => {
  const aggregate = instanceOf(saga, () => 1)
  return fold(aggregate.evolve, aggregate.initial, history)
}

t.test('an instance goes on by what is recorded: nothing is decided again', async (t) => {
  const history = hear(louder, hear(first, hear(first, [])))
  t.same(said(history), ['1', '2', '3!'])
  t.same(
    history.map(({ type }) => type).filter((type) => type !== 'SagaEffectRequested'),
    ['SagaBegan', 'SagaInputReceived', 'SagaInputReceived', 'SagaInputReceived'],
  )
  t.equal(stateOf(louder, history).version, 1, 'it keeps the version that it began under')
})

t.test('or its state is migrated, once, before the next message', async (t) => {
  const old = hear(first, hear(first, []))
  t.equal(stateOf(tallying, old).state, 2, 'until then it has the state of its version')
  const history = hear(tallying, hear(tallying, old))
  t.same(said(history), ['1', '2', '3, 0 said', '4, 0 said'])
  t.match(
    history.filter(({ type }) => type === 'SagaMigrated'),
    [{ data: { from: 1, version: 3, state: { heard: 2, said: 0 } } }],
  )
  t.match(stateOf(tallying, history), { version: 3, state: { heard: 4, said: 0 } })
  const { earlier: _, ...withoutPast } = tallying
  t.match(stateOf(withoutPast, history), { state: { heard: 4, said: 0 } }, 'for good')
})

t.test('a new instance begins in today’s form', async (t) => {
  const history = hear(tallying, [])
  t.match(history[0], { type: 'SagaBegan', data: { version: 3 } })
  t.notOk(history.some(({ type }) => type === 'SagaMigrated'))
})

t.test('streams that say no version began under the first', async (t) => {
  const [, ...unversioned] = hear(first, hear(first, []))
  t.equal(stateOf(tallying, unversioned).state, 2)
  t.match(stateOf(tallying, hear(tallying, unversioned)), { state: { heard: 3, said: 0 } })
})

t.test('old code leaves an instance of a newer version to others', async (t) => {
  const history = hear(tallying, [])
  t.throws(() => hear(first, history), { name: 'NewerInstance' })
})

t.test('a state that JSON cannot hold is not migrated to: the message waits', async (t) => {
  const migrate = (heard: number): Tally => ({ heard, said: Number.NaN })
  const history = hear({ ...tallying, earlier: [{ ...before, migrate }] }, hear(first, []))
  t.match(history.at(-1), { type: 'SagaMessageParked', data: { code: 'NOT_TAKEN' } })
})

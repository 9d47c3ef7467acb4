import t from 'tap'
import { fold } from '../../domain/shared/decider.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { input, playSaga, refused, succeeded, timer, unknown } from '../../test/kit/saga.ts'
import { instanceOf } from './instance.ts'
import type { Saga, SagaMessage } from './saga.ts'

/** Asks for one thing per input and ends when told to; its state is what it was told. */
const saga: Saga<readonly string[], { readonly kind: 'do'; readonly what: string }> = {
  name: 'test',
  version: 1,
  streamPrefixes: [],
  routes: {},
  mayRest: false,
  initial: [],
  evolve: (state, message) => [
    ...state,
    message.type === 'input' ? message.input.type : message.type,
  ],
  decide: (message) => {
    if (message.type === 'input' && message.input.type === 'End')
      return [{ do: 'end', outcome: 'DONE' }]
    if (message.type === 'input' && message.input.type === 'Stop')
      return [{ do: 'unschedule', name: 'later' }]
    return message.type === 'input'
      ? [
          { do: 'request', effect: { kind: 'do', what: message.input.type } },
          { do: 'schedule', name: 'later', dueAt: meta.now },
        ]
      : []
  },
}
const aggregate = instanceOf(saga, () => 1)
const uuid = (n: number): string =>
  `00000000-0000-4000-8000-0000000000${n.toString().padStart(2, '0')}`
const types = (events: readonly SagaEvent[]) => events.map(({ type }) => type)

/** Tells an instance with the given history something, without looking whether it waits for that. */
const told = (given: readonly SagaEvent[], message: SagaMessage, starts = false) => {
  const state = fold(aggregate.evolve, aggregate.initial, given)
  const source = { stream: 'source-1', revision: 0n }
  const command = { do: 'tell', instance: 'one', message, source, starts } as const
  const decision = aggregate.decide(command, state, meta)
  if (isRejection(decision)) throw new Error(decision.detail)
  return decision
}
const message = (type: string, input = 1): SagaMessage => ({
  type: 'input',
  inputId: uuid(input),
  input: { type, data: {} },
})

t.test('an instance begins with what starts it, and with nothing else', async (t) => {
  t.strictSame(told([], message('Go')), [])
  t.strictSame(types(told([], message('Go'), true)), [
    'SagaBegan',
    'SagaInputReceived',
    'SagaEffectRequested',
    'SagaTimerScheduled',
  ])
})

t.test(
  'an input that was put in line is not taken when it comes again, though it was left out there',
  async (t) => {
    const of = { saga: 'test', instance: 'one' }
    const begun = told([], message('Go', 2), true)
    const source = { stream: 'source-1', revision: '0' }
    const parked = { type: 'input', inputId: uuid(1), source } as const
    const lined = [
      ...begun,
      {
        type: 'SagaMessageParked',
        data: { ...of, message: parked, code: 'NOT_READ', detail: 'by the code of then' },
      },
      { type: 'SagaMessageSkipped', data: { ...of, messageId: uuid(1), reason: 'a mistake' } },
    ] as const
    t.ok(told(begun, message('Go')).length > 0)
    t.strictSame(told(lined, message('Go')), [])
    t.ok(told(lined, message('Go', 3)).length > 0, 'others are')
  },
)

t.test('ids of effects and timers are those of the events that ask for them', async (t) => {
  const [, , effect, timer] = told([], message('Go'), true)
  t.match(effect, { data: { effectId: meta.eventId(2) } })
  t.match(timer, { data: { timerId: meta.eventId(3) } })
})

t.test('an outcome is for an effect that is open, once', async (t) => {
  const { tell, events, instance } = playSaga(saga)
  tell(input('Go', {}))
  const [effectId = ''] = [...instance().outstanding.keys()]
  tell(succeeded('do'))
  const state = instance().state
  t.strictSame(state, ['Go', 'succeeded'])
  for (const late of [
    { type: 'succeeded', effectId, kind: 'do', result: null },
    { type: 'refused', effectId, kind: 'do', code: 'X', detail: '' },
    { type: 'unknown', effectId: uuid(77), kind: 'do', reason: '' },
  ] as const)
    t.strictSame(told(events, late), [], `${late.type} is not expected`)
})

t.test('a timer fires while it is set, and only the one that is', async (t) => {
  const { tell, events, instance } = playSaga(saga)
  tell(input('Go', {}))
  const [, first = ''] = [...instance().timers][0] ?? []
  tell(input('Go', {}))
  t.strictSame(told(events, { type: 'timer', timerId: first, name: 'later' }), [], 'set anew')
  t.strictSame(types(tell(timer('later'))), ['SagaTimerFired'])
  tell(input('Go', {}))
  t.strictSame(types(tell(input('Stop', {}))), ['SagaInputReceived', 'SagaTimerCancelled'])
  t.strictSame(
    types(tell(input('Stop', {}))),
    ['SagaInputReceived'],
    'nothing set, nothing cancelled',
  )
})

t.test('after the end what was still open is kept on record, and nothing follows', async (t) => {
  for (const outcome of [succeeded('do'), refused('do', 'X'), unknown('do')]) {
    const { tell, events, instance } = playSaga(saga)
    tell(input('Go', {}))
    tell(input('End', {}))
    t.equal(instance().ended, 'DONE')
    t.equal(instance().timers.size, 0)
    t.strictSame(told(events, message('Go'), true), [], 'no input any more')
    t.equal(tell(outcome).length, 1)
    t.equal(instance().outstanding.size, 0)
  }
})

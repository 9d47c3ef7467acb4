import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { fold } from '../../domain/shared/decider.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { SagaEvent } from '../../domain/shared/saga-events.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import type { SagaMessage } from './saga.ts'
import { instanceOf } from './instance.ts'
import type { Saga } from './saga.ts'

type Effect = { readonly kind: 'a' | 'b'; readonly n: number }

/** Does a bit of everything, by numbers that it is told. */
const busy: Saga<number, Effect> = {
  name: 'busy',
  version: 1,
  streamPrefixes: [],
  routes: {},
  mayRest: true,
  initial: 0,
  evolve: (sum, message) => (message.type === 'input' ? sum + Number(message.input.data) : sum + 1),
  decide: (message, sum, now) => {
    if (message.type !== 'input')
      return sum % 5 === 0 ? [{ do: 'request', effect: { kind: 'b', n: sum } }] : []
    const n = Number(message.input.data)
    if (n === 13) throw new Error('unlucky')
    switch (n % 7) {
      case 0:
        return [{ do: 'schedule', name: 'later', dueAt: now }]
      case 1:
        return [{ do: 'abandon', kind: 'a' }]
      case 2:
        return [{ do: 'compensate' }]
      case 3:
        return sum > 200 ? [{ do: 'end', outcome: 'FULL' }] : []
      default:
        return [{ do: 'request', effect: { kind: 'a', n } }]
    }
  },
  undo: { a: ({ n }) => (n % 2 === 0 ? { kind: 'b', n } : undefined) },
}
const aggregate = instanceOf(busy, () => 1)
const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`

type Step = { readonly tell: 'input' | 'outcome' | 'timer' | 'again'; readonly n: number }
const steps = fc.array(
  fc.record({
    tell: fc.constantFrom('input', 'input', 'outcome', 'outcome', 'timer', 'again'),
    n: fc.nat({ max: 40 }),
  } satisfies Record<keyof Step, fc.Arbitrary<unknown>>),
  { maxLength: 80 },
)

/** Plays steps; every message may be delivered again, at any time later, as two processes or a restart would. */
const play = (happenings: readonly Step[]) => {
  const history: SagaEvent[] = []
  const told: { readonly message: SagaMessage; readonly decided: number }[] = []
  let state = aggregate.initial
  const decide = (message: SagaMessage): readonly SagaEvent[] => {
    const first = history.length
    const source = { stream: 'numbers-1', revision: BigInt(first) }
    const command = { do: 'tell', instance: 'one', message, source, starts: true } as const
    const eventId = (index: number): string => uuid(first + index)
    const decision = aggregate.decide(command, state, { ...meta, eventId })
    if (isRejection(decision)) throw new Error(decision.detail)
    return decision
  }
  const tell = (message: SagaMessage): void => {
    const decision = decide(message)
    told.push({ message, decided: decision.length })
    history.push(...decision)
    state = fold(aggregate.evolve, state, decision)
  }
  for (const { tell: what, n } of happenings) {
    if (what === 'input')
      tell({ type: 'input', inputId: uuid(10_000 + told.length), input: { type: 'N', data: n } })
    const effects = [...state.outstanding]
    const [effectId, effect] = effects[n % Math.max(1, effects.length)] ?? []
    if (what === 'outcome' && effectId !== undefined && effect !== undefined) {
      const { kind } = effect
      tell(
        n % 3 === 0
          ? { type: 'refused', effectId, kind, code: 'NO', detail: '' }
          : { type: 'succeeded', effectId, kind, result: n },
      )
    }
    const timerId = state.timers.get('later')
    if (what === 'timer' && timerId !== undefined) tell({ type: 'timer', timerId, name: 'later' })
    const old = told[n % Math.max(1, told.length)]?.message
    // Inputs are known by their command; outcomes and timers by what the instance waits for.
    if (what === 'again' && old !== undefined && old.type !== 'input') {
      if (decide(old).length > 0) throw new Error(`${old.type} was taken twice`)
    }
  }
  return { history, state }
}

const outcomeTypes = ['SagaEffectSucceeded', 'SagaEffectRefused', 'SagaEffectAbandoned']

t.test('however messages come and come again: one outcome for each effect', async () => {
  fc.assert(
    fc.property(steps, (happenings) => {
      const { history } = play(happenings)
      const outcomes = history
        .filter(({ type }) => outcomeTypes.includes(type))
        .map(({ data }) => (data as { readonly effectId: string }).effectId)
      const requested = new Set(
        history.flatMap((event) =>
          event.type === 'SagaEffectRequested' ? [event.data.effectId] : [],
        ),
      )
      return new Set(outcomes).size === outcomes.length && outcomes.every((id) => requested.has(id))
    }),
    { numRuns: 2000 },
  )
})

t.test('a replayed stream gives the same instance, and asks for nothing', async () => {
  fc.assert(
    fc.property(steps, fc.nat(), (happenings, cut) => {
      const { history, state } = play(happenings)
      const half = cut % (history.length + 1)
      const before = fold(aggregate.evolve, aggregate.initial, history.slice(0, half))
      const replayed = fold(aggregate.evolve, before, history.slice(half))
      // Folding only ever answers a state: there is nothing in it that could perform.
      return JSON.stringify(plain(replayed)) === JSON.stringify(plain(state))
    }),
    { numRuns: 1000 },
  )
})

t.test('once a message waits, nothing is taken before it', async () => {
  fc.assert(
    fc.property(steps, (happenings) => {
      const { history } = play([...happenings, { tell: 'input', n: 13 }, ...happenings])
      const parked = history.findIndex(({ type }) => type === 'SagaMessageParked')
      return history
        .slice(Math.max(0, parked))
        .every(({ type }) => parked < 0 || type === 'SagaMessageParked')
    }),
    { numRuns: 1000 },
  )
})

const plain = (instance: ReturnType<typeof play>['state']) => ({
  ...instance,
  outstanding: [...instance.outstanding],
  timers: [...instance.timers],
  done: [...instance.done],
  stuck: [...instance.stuck],
})

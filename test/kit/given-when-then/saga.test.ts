import { AssertionError } from 'node:assert/strict'
import t from 'tap'
import type { Saga } from '../../../sagas/runtime/saga.ts'
import { heard, passes, refused, saga, succeeded, unknown } from './saga.ts'

type Effect =
  | { readonly kind: 'reserve'; readonly room: string }
  | { readonly kind: 'release'; readonly room: string }

/** Reserves a room for an hour. */
const booking: Saga<string, Effect> = {
  name: 'booking',
  version: 1,
  streamPrefixes: ['guest-'],
  routes: { Arrived: { starts: 'guest' }, Left: { stops: 'guest', outcome: 'LEFT' } },
  mayRest: false,
  initial: '',
  evolve: (state, message) => (message.type === 'input' ? message.input.type : state),
  decide: (message, _, now) => {
    const later = new Date(Date.parse(now) + 3_600_000).toISOString()
    if (message.type === 'input' && message.input.type === 'Arrived')
      return [
        { do: 'request', effect: { kind: 'reserve', room: '7' } },
        { do: 'schedule', name: 'hour', dueAt: later },
      ]
    if (message.type === 'timer') return [{ do: 'compensate' }]
    if (message.type === 'unknown') return [{ do: 'abandon', kind: 'reserve' }]
    return message.type === 'succeeded' && message.kind === 'release'
      ? [{ do: 'end', outcome: 'OVER' }]
      : []
  },
  undo: { reserve: ({ room }) => ({ kind: 'release', room }) },
}
const { given } = saga(booking)
const arrived = heard('Arrived', { guest: 'ada' })

t.test('what holds passes', async (t) => {
  given()
    .when(arrived)
    .then([{ kind: 'reserve', room: '7' }, 'schedule hour'])
  given(arrived).when(succeeded('reserve')).then([])
  given(arrived, succeeded('reserve'))
    .when(passes({ minutes: 59 }))
    .then([])
  given(arrived, succeeded('reserve'))
    .when(passes({ hours: 1 }))
    .then(['compensate', { kind: 'release', room: '7' }])
  given(arrived, refused('reserve', 'FULL'))
    .when(passes({ days: 1 }))
    .then([])
  given(arrived, succeeded('reserve'), passes({ hours: 2 }))
    .when(succeeded('release'))
    .then(['end OVER'])
  given(arrived)
    .when(heard('Left', { guest: 'ada' }))
    .then(['end LEFT'])
  t.equal(given(arrived).instance().state, 'Arrived')
})

t.test('what does not hold is thrown', async (t) => {
  const broken: Readonly<Record<string, () => void>> = {
    'another action': () => given().when(arrived).then(['request reserve']),
    'another effect': () =>
      given()
        .when(arrived)
        .then([{ kind: 'reserve', room: '8' }, 'schedule hour']),
    'a property that it has not': () =>
      given()
        .when(arrived)
        .then([{ kind: 'reserve', beds: 2 }, 'schedule hour']),
  }
  for (const [name, sentence] of Object.entries(broken)) t.throws(sentence, AssertionError, name)
  t.throws(() => given(arrived).when(unknown('release')), /release was not asked for/)
})

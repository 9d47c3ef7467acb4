import type { Bus } from '../../../platform/bus/bus.ts'
import type { Cache, CacheWrite } from '../../../platform/cache/cache.ts'
import { AppendUncertain, EventStoreUnavailable } from '../../../platform/event-store/errors.ts'
import type { EventStore, NewEvent } from '../../../platform/event-store/types.ts'
import { ProviderTimeout, type Provider } from '../../../platform/providers/port.ts'
import { sagas } from '../../../sagas/registry.ts'
import type { Operation } from './catalogue.ts'
import type { Edge, Troubles } from './edge.ts'

const named = (what: string): Troubles => ({
  away: () => new Error(`${what} is away`),
  lost: () => new Error(`the answer of ${what} got lost`),
})

const appending = (stream: string): Troubles => ({
  away: () => new EventStoreUnavailable('the event store is away'),
  lost: () => new AppendUncertain(`the answer to an append to ${stream} got lost`),
})

const isOfSaga = (stream: string): boolean =>
  sagas.some(({ saga }) => stream.startsWith(`${saga.name}-`))

/** Who appends shows in what is appended: instances write down what they heard. */
const appendOf = (stream: string, events: readonly NewEvent[]): Operation => {
  if (!isOfSaga(stream)) {
    if (events[0]?.metadata.actor.kind === 'system') return 'append.effect'
    return stream.startsWith('wallet-') ? 'append.payment' : 'append.command'
  }
  const heard = (type: string): boolean => events.some((event) => event.type === type)
  if (heard('SagaInputReceived')) return 'append.saga-input'
  return heard('SagaTimerFired') ? 'append.timer' : 'append.saga-outcome'
}

export const edgedEventStore = (inner: EventStore, { cross }: Edge): EventStore => ({
  ...inner,
  append: (stream, events, expected) =>
    cross(appendOf(stream, events), appending(stream), () =>
      inner.append(stream, events, expected),
    ),
})

/** Two kinds of batches are written: hot keys with their position, and the end of a command. */
const writeOf = (writes: readonly CacheWrite[]): Operation =>
  writes.some(({ key }) => key.startsWith('idempotency:')) ? 'redis.answer' : 'redis.hot-keys'

export const edgedCache = (inner: Cache, { cross }: Edge): Cache => ({
  ...inner,
  write: (writes) => cross(writeOf(writes), named('Redis'), () => inner.write(writes)),
})

export const edgedBus = (inner: Bus, { cross, pass }: Edge): Bus => ({
  ...inner,
  publish: (subject, message) => pass('nats.notice', () => inner.publish(subject, message)),
  publishDurable: (subject, id, message) =>
    cross('nats.event', named('NATS'), () => inner.publishDurable(subject, id, message)),
})

const submitting: Troubles = {
  away: () => new ProviderTimeout('the provider did not answer'),
  lost: () => new ProviderTimeout('the answer of the provider got lost'),
}

export const edgedProvider = (inner: Provider, { cross }: Edge): Provider => ({
  ...inner,
  submit: (submission) => cross('provider.submit', submitting, () => inner.submit(submission)),
  find: (token) => cross('provider.find', named('the provider'), () => inner.find(token)),
  cancel: (token) => cross('provider.cancel', named('the provider'), () => inner.cancel(token)),
  watch: async function* (token, options) {
    for await (const moment of inner.watch(token, options))
      yield await cross('provider.watch', named('the provider'), () => Promise.resolve(moment))
  },
})

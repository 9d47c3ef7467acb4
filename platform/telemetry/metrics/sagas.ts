import { requestSeconds, workSeconds, type Metrics } from './metric.ts'

const saga = "the saga's name"
const provider = "the provider's name"

/** Process managers, what they have others do, and what they could not take. */
export const sagaMetrics = {
  'messaging.process.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time to tell an instance of an event and append what it decided',
    attributes: {
      'messaging.consumer.group.name': saga,
      outcome: '`taken` or `parked`',
    },
    buckets: requestSeconds,
  },
  'qh.saga.instances': {
    kind: 'gauge',
    unit: '{instance}',
    description: 'Instances that have not ended',
    attributes: { saga, state: '`active`, of them `stuck` and `parked`' },
  },
  'qh.saga.stuck': {
    kind: 'counter',
    unit: '{instance}',
    description: 'Instances that the watchdog reported',
    attributes: { saga, reason: '`PAST_DEADLINE` or `WAITS_FOR_NOTHING`' },
  },
  'qh.saga.messages.parked': {
    kind: 'counter',
    unit: '{message}',
    description: 'Messages that an instance could not take, and those behind them',
    attributes: { saga, code: 'why; `BEHIND` for those behind' },
  },
  'qh.saga.effects.parked': {
    kind: 'counter',
    unit: '{effect}',
    description: 'Effects that were given up',
    attributes: { saga, kind: 'the kind of the effect' },
  },
  'qh.saga.effect.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time to perform an effect until its outcome is known, tries and waiting included',
    attributes: {
      saga,
      kind: 'the kind of the effect',
      outcome: '`succeeded`, `refused`, `unknown` or `given-up`',
    },
    buckets: workSeconds,
  },
  'qh.saga.timers.pending': {
    kind: 'gauge',
    unit: '{timer}',
    description: 'Timers that are set and have not fired',
    attributes: {},
  },
  'qh.saga.timers.late.seconds': {
    kind: 'gauge',
    unit: 's',
    description: 'For how long the oldest timer that is due has waited; 0 when none is',
    attributes: {},
  },
  'qh.deadletter.depth': {
    kind: 'gauge',
    unit: '{letter}',
    description: 'Messages and effects that wait for an operator',
    attributes: { saga },
  },
  'qh.deadletter.oldest.seconds': {
    kind: 'gauge',
    unit: 's',
    description: 'Age of the oldest of them',
    attributes: { saga },
  },
  'qh.provider.breaker': {
    kind: 'gauge',
    unit: '1',
    description: 'The breaker before a provider: 0 closed, 1 half open, 2 open',
    attributes: { provider },
  },
  'qh.provider.waiting': {
    kind: 'gauge',
    unit: '{call}',
    description: 'Calls to a provider that wait in line',
    attributes: { provider },
  },
  'qh.provider.call.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time of a call to a provider, without its waiting in line',
    attributes: { provider, outcome: '`ok` or `error`' },
    buckets: workSeconds,
  },
} as const satisfies Metrics

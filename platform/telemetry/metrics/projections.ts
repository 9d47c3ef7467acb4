import { querySeconds, type Metrics } from './metric.ts'

const whole = 'of all rows, whichever process brings them forward'
const group = 'the group of tables'
const generation = 'the number of the generation that is built'

/** Read models: how far behind, how fast, and what they could not take. */
export const projectionMetrics = {
  'qh.projection.lag': {
    kind: 'gauge',
    unit: '{event}',
    description: `Events of the log beyond the checkpoint of the live read models, ${whole}; counted up to 1,000, reckoned beyond`,
    attributes: {},
  },
  'qh.projection.lag.seconds': {
    kind: 'gauge',
    unit: 's',
    description: `Age of the oldest of those events, ${whole}; 0 at the end of the log`,
    attributes: {},
  },
  'qh.projection.lag.unknown': {
    kind: 'gauge',
    unit: '1',
    description:
      '1 while the log or Postgres does not say how far behind the rows are: the two before are then of old',
    attributes: {},
  },
  'qh.projection.position': {
    kind: 'gauge',
    unit: '{position}',
    description:
      'Where in the log this process has brought its rows; of the group that is furthest behind',
    attributes: {},
  },
  'qh.projection.head': {
    kind: 'gauge',
    unit: '{position}',
    description: 'The end of the log',
    attributes: {},
  },
  'qh.projection.state': {
    kind: 'gauge',
    unit: '1',
    description:
      "0 live, 1 waiting for work, 2 catching up, 3 retrying while the database is away, 4 stopped: this process's projector",
    attributes: {},
  },
  'qh.projection.cache': {
    kind: 'gauge',
    unit: '1',
    description: '1 when the hot keys are up to date, 0 while they are repaired',
    attributes: {},
  },
  'qh.projection.quarantined': {
    kind: 'gauge',
    unit: '{stream}',
    description:
      'Streams that wait behind an event which cannot be applied, in the groups of this process',
    attributes: {},
  },
  'qh.projection.processed': {
    kind: 'counter',
    unit: '{event}',
    description: 'Events that were applied to rows and committed',
    attributes: { group },
  },
  'qh.projection.failed': {
    kind: 'counter',
    unit: '{event}',
    description: 'Events that could not be applied: each quarantines its stream in the group',
    attributes: { group },
  },
  'qh.projection.skipped': {
    kind: 'counter',
    unit: '{event}',
    description: 'Events that an operator had left out for good',
    attributes: { group },
  },
  'qh.projection.batch.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time to apply a batch of events to rows and commit it',
    attributes: {},
    buckets: querySeconds,
  },
  'qh.replay.progress': {
    kind: 'gauge',
    unit: '{share}',
    description:
      'How much of the log the read models that are being built have, from 0 to 1; told only while some are',
    attributes: { generation, state: '`BUILDING` or `PAUSED`' },
  },
  'qh.replay.rate': {
    kind: 'gauge',
    unit: '{event}/s',
    description: 'Events that they take up a second; 0 while they are paused',
    attributes: { generation },
  },
  'qh.replay.eta.seconds': {
    kind: 'gauge',
    unit: 's',
    description:
      'Time until they are at the end of the log, at that rate; absent while nobody knows',
    attributes: { generation },
  },
} as const satisfies Metrics

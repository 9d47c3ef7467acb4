import { querySeconds, type Metrics } from './metric.ts'

const pool = 'the name of the pool, as Postgres shows it'

/** The servers behind the hub, as its clients see them. */
export const storageMetrics = {
  'db.client.operation.duration': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time of a call to the event store or of a statement to Postgres, with its retries',
    attributes: {
      'db.system.name': '`eventstoredb` or `postgresql`',
      'db.operation.name': '`append`, `read`, `read_all`, `head`; the first word of a statement',
      outcome: '`ok`, `conflict` (another revision than expected) or `error`',
    },
    buckets: querySeconds,
  },
  'qh.postgres.connections': {
    kind: 'gauge',
    unit: '{connection}',
    description: 'Connections to Postgres',
    attributes: {
      pool,
      state: '`idle` or `used`',
    },
  },
  'qh.postgres.waiting': {
    kind: 'gauge',
    unit: '{request}',
    description: 'Who waits for a connection to Postgres',
    attributes: { pool },
  },
  'qh.dependency.up': {
    kind: 'gauge',
    unit: '1',
    description:
      '1 while what the hub cannot work without answers, else 0; asked at most every five seconds',
    attributes: { dependency: '`eventStore`, `postgres`, `cache` or `bus`' },
  },
} as const satisfies Metrics

import { z } from 'zod'
import {
  integer,
  key,
  listOf,
  networks,
  oneOf,
  optional,
  port,
  setting,
  text,
  threads,
  url,
} from './values.ts'

export const roles = ['write-api', 'read-api', 'projector', 'saga', 'worker'] as const
export type Role = (typeof roles)[number]

const day = 86_400

/** Every value that the hub takes from its environment. */
export const environmentSchema = z.strictObject({
  QHUB_DATA_DIR: setting('Directory of the embedded servers and of generated keys', text, '.data'),
  QHUB_ROLES: setting('Which parts of the hub this process runs', listOf(...roles), 'all'),

  QHUB_EVENTSTORE_URL: optional(
    'EventStoreDB connection string; absent: the embedded event store',
    url('esdb', 'esdb+discover'),
  ),
  QHUB_POSTGRES_URL: optional(
    'Postgres connection URL; absent: the embedded Postgres',
    url('postgres', 'postgresql'),
  ),
  QHUB_REDIS_URL: optional(
    'Redis connection URL; absent: a cache inside the process',
    url('redis', 'rediss'),
  ),
  QHUB_NATS_URL: optional(
    'NATS connection URL; absent: a bus inside the process',
    url('nats', 'tls'),
  ),

  QHUB_HOST: setting('Address that both APIs listen on', text, '127.0.0.1'),
  QHUB_WRITE_API_PORT: setting('Port of the command API; 0 takes a free one', port, '4001'),
  QHUB_READ_API_PORT: setting('Port of the GraphQL API; 0 takes a free one', port, '4002'),
  QHUB_HEALTH_PORT: optional(
    'Port that answers the health routes alone, for a process without an API; 0 takes a free one; absent: none',
    port,
  ),
  QHUB_PUBLIC_URL: optional(
    'Address of the command API as clients see it; absent: localhost with its port',
    url('http', 'https'),
  ),

  QHUB_TRUST_PROXY: optional(
    'Proxies whose X-Forwarded-For says who the client is; absent: the client is who connects',
    networks,
  ),

  QHUB_MASTER_KEY: optional(
    'Key that wraps the keys of personal data; absent: kept in keys/master.key of the data directory',
    key,
  ),
  QHUB_AUTH_SECRET: optional(
    'Key that signs access tokens; absent: kept in keys/auth.key of the data directory',
    key,
  ),
  QHUB_ACCESS_TOKEN_SECONDS: setting('Lifetime of an access token', integer(1, day), '900'),
  QHUB_REFRESH_TOKEN_SECONDS: setting(
    'Lifetime of a refresh token',
    integer(1, 365 * day),
    String(30 * day),
  ),

  QHUB_DRAIN_SECONDS: setting('Time to finish open work after SIGTERM', integer(1, 600), '20'),

  QHUB_SIMULATOR_THREADS: setting('Worker threads of the simulator', threads, 'auto'),
  QHUB_SIMULATOR_MAX_QUBITS: setting('Widest circuit that is simulated', integer(1, 24), '20'),
  QHUB_SIMULATOR_DEADLINE_SECONDS: setting(
    'Longest run of one circuit on the simulator',
    integer(1, 3600),
    '60',
  ),

  QHUB_SIMULATOR_CALLS_AT_ONCE: setting(
    'Calls of a worker to the simulator under way at a time',
    integer(1, 10_000),
    '32',
  ),
  QHUB_SIMULATOR_CALLS_PER_SECOND: setting(
    'Calls of a worker to the simulator a second',
    integer(1, 100_000),
    '1000',
  ),
  QHUB_SIMULATOR_CALL_SECONDS: setting(
    'Time for an answer to such a call; past it nobody knows what came of it',
    integer(1, 600),
    '30',
  ),
  QHUB_SIMULATOR_BREAKER_FAILURES: setting(
    'Failed calls in a row after which the simulator is left alone',
    integer(1, 1000),
    '10',
  ),
  QHUB_SIMULATOR_BREAKER_SECONDS: setting(
    'How long it is left alone before one call tries again',
    integer(1, 3600),
    '5',
  ),

  QHUB_RATE_LIMIT_PER_MINUTE: setting(
    'Requests a minute of one signed-in caller',
    integer(1, 1_000_000),
    '1200',
  ),
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: setting(
    'Requests a minute of one address that is not signed in',
    integer(1, 1_000_000),
    '120',
  ),
  QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: setting(
    'Attempts a minute to log in, from one address',
    integer(1, 1_000_000),
    '20',
  ),
  QHUB_QUOTE_SECONDS: setting('How long a quote binds', integer(1, 7 * day), '900'),
  QHUB_COMMISSION_BASIS_POINTS: setting(
    "The marketplace's share of a charge, in hundredths of a percent",
    integer(0, 10_000),
    '1000',
  ),

  QHUB_GRAPHQL_MAX_DEPTH: setting('Deepest selection of a query', integer(1, 100), '12'),
  QHUB_GRAPHQL_MAX_COST: setting('Highest computed cost of a query', integer(1, 1_000_000), '5000'),
  QHUB_GRAPHQL_MAX_ALIASES: setting('Most aliases in a query', integer(1, 1000), '30'),
  QHUB_GRAPHQL_MAX_TOKENS: setting('Most lexical tokens in a query', integer(1, 100_000), '2000'),

  QHUB_LOG_LEVEL: setting(
    'Least severe level that is logged',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
  ),
  QHUB_OTLP_ENDPOINT: optional(
    'OpenTelemetry collector (OTLP over HTTP); absent: nothing is exported',
    url('http', 'https'),
  ),
})

export type Environment = z.output<typeof environmentSchema>
export type VariableName = keyof Environment

/** In the order of the schema. */
export const variableNames = environmentSchema.keyof().options

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<S>

type Named = {
  readonly [N in VariableName as N extends `QHUB_${infer Rest}`
    ? Camel<Rest>
    : never]: Environment[N]
}

/** The environment under camel-case names (`QHUB_DATA_DIR` is `dataDir`), with keys and address filled in. */
export type Config = Omit<Named, 'masterKey' | 'authSecret' | 'publicUrl'> & {
  readonly masterKey: Uint8Array
  readonly authSecret: Uint8Array
  readonly publicUrl: string
}

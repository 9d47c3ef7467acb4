import { z } from 'zod'
import {
  entity,
  integer,
  key,
  listOf,
  mailbox,
  networks,
  oneOf,
  optional,
  port,
  postal,
  secret,
  setting,
  signInProviders,
  signers,
  text,
  threads,
  units,
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

  QHUB_CONSOLE: setting(
    'The page for operators at /console of the GraphQL API',
    oneOf('on', 'off'),
    'on',
  ),

  QHUB_MAIL_URL: optional(
    'Mail server; smtp:// insists on STARTTLS unless it says ?requireTLS=false; absent: mails are files in outbox of the data directory',
    url('smtp', 'smtps'),
  ),
  QHUB_MAIL_FROM: setting(
    'Sender of the mails, and the domain of their ids',
    mailbox,
    'Quantum Hub <no-reply@localhost>',
  ),

  QHUB_SUPPORT_EMAIL: setting(
    'Where the users of the interfaces are told to write',
    mailbox,
    'support@localhost',
  ),

  QHUB_BILLS_ENTITY: setting('What the numbers of bills begin with', entity, 'QH'),
  QHUB_BILLS_ISSUER: setting(
    'Who issues bills: name and address, separated by semicolons',
    postal,
    'Quantum Hub',
  ),
  QHUB_BILLS_TAX_ID: optional('Tax id of who issues bills; absent: none stands on them', text),

  QHUB_SIGN_IN_PROVIDERS: setting(
    'OpenID providers by which people sign in, with what the hub is to each of them',
    signInProviders,
    '[]',
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
  QHUB_AUDIT_KEY: optional(
    'Key that signs heads of the tree over the log; absent: kept in keys/audit.key of the data directory',
    key,
  ),
  QHUB_AUDIT_PREVIOUS_KEY: optional(
    'The key that signed them so far, to endorse the one that replaces it; absent: nothing replaces it',
    key,
  ),
  QHUB_AUDIT_HEAD_SECONDS: setting(
    'How often such a head is signed, when something has happened since',
    integer(1, day),
    '600',
  ),
  QHUB_ACCESS_TOKEN_SECONDS: setting('Lifetime of an access token', integer(1, day), '900'),
  QHUB_REFRESH_TOKEN_SECONDS: setting(
    'Lifetime of a refresh token',
    integer(1, 365 * day),
    String(30 * day),
  ),

  QHUB_WEBHOOK_NETWORKS: optional(
    'Networks of your own that webhooks may be sent to, also without TLS and on any port; absent: the public internet alone',
    networks,
  ),

  QHUB_DRAIN_SECONDS: setting('Time to finish open work after SIGTERM', integer(1, 600), '20'),

  QHUB_PAYMENTS_PROVIDER: optional(
    'Who takes payments; absent: the simulator, unless NODE_ENV is production: then it has to be said',
    oneOf('simulator', 'stripe'),
  ),
  QHUB_PAYMENTS_URL: optional(
    'Address of a payment simulator that runs elsewhere; absent: the embedded one, or the provider itself',
    url('http', 'https'),
  ),
  QHUB_PAYMENTS_SECRET_KEY: optional('Secret key at the payment provider', secret),
  QHUB_PAYMENTS_WEBHOOK_SECRETS: optional(
    'Signing secrets of the webhook endpoint at the payment provider, separated by commas: two while one replaces the other',
    secret,
  ),
  QHUB_PAYMENTS_CALL_SECONDS: setting(
    'Time for an answer of the payment provider; past it nobody knows what came of the request',
    integer(1, 600),
    '30',
  ),

  QHUB_CHAINS: setting(
    'Chains that tokens live on: none, embedded (a local one, below the data directory), or a file that lists them; `npm start` says embedded unless this is set',
    text,
    'none',
  ),
  QHUB_CHAIN_KEYS: optional(
    'Folder of encrypted keystore files, one for each signer: TREASURY.json, OPERATOR.json',
    text,
  ),
  QHUB_CHAIN_KEY_PASSWORD: optional('What opens them', secret),
  QHUB_CHAIN_SIGNER_URL: optional(
    'A signer that keeps the keys instead, and speaks eth_signTransaction',
    url('http', 'https'),
  ),
  QHUB_CHAIN_SIGNERS: optional('The addresses of its keys', signers),
  QHUB_CHAIN_CALL_SECONDS: setting(
    "Time for an answer of a chain's node or of the signer",
    integer(1, 600),
    '10',
  ),

  QHUB_LLM: setting(
    'Providers of language models: local (the rule-driven one of the hub, which asks nobody), or a file that lists providers and routes',
    text,
    'local',
  ),

  QHUB_OBJECT_STORE_URL: optional(
    'Bucket of an S3-compatible server for packages, https://<key>:<secret>@<host>/<bucket>?region=<name>; absent: objects of the data directory',
    url('http', 'https'),
  ),
  QHUB_PACKAGE_MAX_BYTES: setting(
    'Largest package of an app that is taken, in bytes',
    integer(1024, 1_073_741_824),
    '26214400',
  ),

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

  QHUB_TOKEN_PRICE: optional(
    'What one QVT costs in USD, or the address of a service that answers it (`{"price", "at"}`); absent: no exchange is offered',
    { ...text, secrecy: 'url' },
  ),
  QHUB_TOKEN_PRICE_OLDEST_SECONDS: setting(
    'Age past which a price of that service counts no longer',
    integer(1, day),
    '300',
  ),
  QHUB_EXCHANGE_FEE_BASIS_POINTS: setting(
    'What the hub keeps of the sold side of an exchange, in hundredths of a percent',
    integer(0, 10_000),
    '50',
  ),
  QHUB_EXCHANGE_SECONDS: setting('How long the quote of an exchange binds', integer(1, 3600), '60'),
  QHUB_EXCHANGE_MAXIMUM: setting('Most that one exchange is worth, in USD', units(2), '10000'),
  QHUB_DEPOSIT_MINIMUM: setting(
    'Least QVT of a deposit that is credited by itself; less waits until it is claimed',
    units(18),
    '0.01',
  ),
  QHUB_WITHDRAWAL_MINIMUM: setting('Least QVT of one withdrawal to a chain', units(18), '1'),
  QHUB_WITHDRAWAL_MAXIMUM: setting('Most QVT of one withdrawal to a chain', units(18), '10000'),
  QHUB_WITHDRAWALS_PER_DAY: setting(
    'Most QVT that an organisation withdraws to chains on one day (UTC)',
    units(18),
    '25000',
  ),
  QHUB_WITHDRAWAL_COOLING_SECONDS: setting(
    'How long an address is linked before anything is withdrawn to it',
    integer(0, 30 * day),
    '86400',
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
  QHUB_METRICS_PORT: optional(
    'Port that answers /metrics for Prometheus alone; 0 takes a free one; absent: none',
    port,
  ),
  QHUB_METRICS_HOST: setting(
    'Address that it listens on; another than this machine takes a token',
    text,
    '127.0.0.1',
  ),
  QHUB_METRICS_TOKEN: optional(
    'What Prometheus has to send as its bearer token; absent: nothing, and only this machine can ask',
    secret,
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
export type Config = Omit<Named, 'masterKey' | 'authSecret' | 'auditKey' | 'publicUrl'> & {
  readonly masterKey: Uint8Array
  readonly authSecret: Uint8Array
  readonly auditKey: Uint8Array
  readonly publicUrl: string
}

import { createRequire } from 'node:module'
import { trace } from '@opentelemetry/api'
import {
  type DestinationStream,
  type Logger,
  type LoggerOptions,
  destination,
  pino,
  transport,
} from 'pino'

export type { Logger } from 'pino'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/** Names under which secrets travel; their values are cut out wherever they stand, two levels deep. */
const secretNames = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'secret',
  'masterKey',
  'authSecret',
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
]

const below = (parent: string) => (name: string) =>
  name.startsWith('[') ? `${parent}${name}` : `${parent}.${name}`

const redact = {
  paths: [...secretNames, ...secretNames.map(below('*')), ...secretNames.map(below('*.*'))],
  censor: '***',
}

/** A password inside a connection URL, in whatever field or message the URL stands. */
export const maskUrls = (line: string): string =>
  line.replace(/(\w:\/\/[^:@/\s"\\]*):[^@\s"\\]*@(?=[^\s"])/g, '$1:***@')

const hasPretty = (): boolean => {
  try {
    createRequire(import.meta.url).resolve('pino-pretty')
    return true
  } catch {
    return false
  }
}

/** JSON lines to stderr, which leaves stdout to answers; readable lines to a person's terminal. */
const standardStream = (): DestinationStream => {
  if (!process.stderr.isTTY || !hasPretty()) return destination({ dest: 2, sync: true })
  const stream: unknown = transport({ target: 'pino-pretty', options: { destination: 2 } })
  // pino's own transports are streams, but typed as any.
  return stream as DestinationStream
}

/** Joins each line to the trace in which it was written. */
const traceOf = (): object => {
  const span = trace.getActiveSpan()?.spanContext()
  return span ? { traceId: span.traceId, spanId: span.spanId } : {}
}

/**
 * What a person needs of an error. Whatever else drivers hang on theirs, whole clients among it, is left out; pino itself
 * would write an Error under this name as `{}`.
 */
const errorOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: error.code } : {}
  return {
    type: name,
    message,
    ...code,
    stack,
    ...(cause === undefined ? {} : { cause: errorOf(cause) }),
  }
}

/** `base` stands in every line. */
export const createLogger = (
  level: LogLevel,
  base: Readonly<Record<string, string>> = {},
  stream: DestinationStream = standardStream(),
): Logger => {
  const options: LoggerOptions = {
    level,
    base: { service: 'quantum-hub', ...base },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    mixin: traceOf,
    redact,
    serializers: { error: errorOf, err: errorOf },
    hooks: { streamWrite: maskUrls },
  }
  return pino(options, stream)
}

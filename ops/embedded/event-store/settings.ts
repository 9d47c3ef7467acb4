import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { largestMaximumAppendSize } from './core/limits.ts'
import type { Tls } from './grpc/server.ts'
import type { RunOptions } from './run.ts'

/** How the process of the event store is to run. */
export type Settings = {
  readonly dataDir: string
  /** End when the parent does: it holds the other end of standard input. */
  readonly withParent: boolean
  readonly options: RunOptions
}

type Environment = Readonly<Record<string, string | undefined>>

/** What takes a value, with the variable that says the same. */
const valued = {
  'data-dir': 'QHUB_EMBEDDED_EVENTSTORE_DIR',
  port: 'QHUB_EMBEDDED_EVENTSTORE_PORT',
  'tls-cert': 'QHUB_EMBEDDED_EVENTSTORE_TLS_CERT',
  'tls-key': 'QHUB_EMBEDDED_EVENTSTORE_TLS_KEY',
  host: 'QHUB_EMBEDDED_EVENTSTORE_HOST',
  'advertised-host': 'QHUB_EMBEDDED_EVENTSTORE_ADVERTISED_HOST',
  'max-append-size': 'QHUB_EMBEDDED_EVENTSTORE_MAX_APPEND_SIZE',
  'patience-ms': 'QHUB_EMBEDDED_EVENTSTORE_PATIENCE_MS',
} as const

type Valued = keyof typeof valued

const startProjections = 'QHUB_EMBEDDED_EVENTSTORE_START_STANDARD_PROJECTIONS'
const passwords = {
  admin: 'QHUB_EMBEDDED_EVENTSTORE_ADMIN_PASSWORD',
  ops: 'QHUB_EMBEDDED_EVENTSTORE_OPS_PASSWORD',
} as const

/** All that is read from the environment. */
export const storeVariables: readonly string[] = [
  ...Object.values(valued),
  startProjections,
  ...Object.values(passwords),
]

const wholeNumber = (flag: string, text: string, greatest: number): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > greatest) {
    throw new Error(`--${flag} must be a whole number of at most ${greatest}, not '${text}'`)
  }
  return value
}

const tlsOf = (certificate: string | undefined, key: string | undefined): Tls | undefined => {
  if (certificate === undefined && key === undefined) return undefined
  if (certificate === undefined || key === undefined) {
    throw new Error('--tls-cert and --tls-key belong together')
  }
  return { certificate: readFileSync(certificate), key: readFileSync(key) }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host)

/** Passwords are not taken as arguments, which every process of the machine can read. */
const passwordsOf = (environment: Environment): RunOptions['passwords'] => {
  const admin = environment[passwords.admin]
  const ops = environment[passwords.ops]
  return { ...(admin ? { admin } : {}), ...(ops ? { ops } : {}) }
}

/** Arguments before environment. Throws an Error that names what is wrong. */
export const readSettings = (args: readonly string[], environment: Environment): Settings => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      host: { type: 'string' },
      'advertised-host': { type: 'string' },
      'max-append-size': { type: 'string' },
      'patience-ms': { type: 'string' },
      'start-standard-projections': { type: 'boolean' },
      'with-parent': { type: 'boolean', default: false },
    },
  })
  const value = (flag: Valued): string | undefined =>
    (values[flag] ?? environment[valued[flag]]) || undefined
  const dataDir = value('data-dir')
  if (dataDir === undefined) throw new Error('--data-dir is missing')
  const tls = tlsOf(value('tls-cert'), value('tls-key'))
  const host = value('host')
  if (tls === undefined && host !== undefined && !isLoopback(host)) {
    throw new Error(
      `Without --tls-cert and --tls-key the store listens on this machine alone, not on ${host}`,
    )
  }
  const advertisedHost = value('advertised-host')
  const size = value('max-append-size')
  const options: RunOptions = {
    port: wholeNumber('port', value('port') ?? '0', 65_535),
    patienceMs: wholeNumber('patience-ms', value('patience-ms') ?? '0', Number.MAX_SAFE_INTEGER),
    startStandardProjections:
      values['start-standard-projections'] ?? environment[startProjections] === 'true',
    passwords: passwordsOf(environment) ?? {},
    ...(size === undefined
      ? {}
      : { maximumAppendSize: wholeNumber('max-append-size', size, largestMaximumAppendSize) }),
    ...(tls === undefined ? {} : { tls }),
    ...(host === undefined ? {} : { host }),
    ...(advertisedHost === undefined ? {} : { advertisedHost }),
  }
  return { dataDir, withParent: values['with-parent'], options }
}

import { join } from 'node:path'
import { createKeyFile, readKeyFile } from './key-file.ts'
import { nearest } from './nearest.ts'
import {
  type Config,
  type Environment,
  type VariableName,
  environmentSchema,
  variableNames,
} from './schema.ts'
import { about } from './values.ts'

export type Source = 'default' | 'environment' | 'file' | 'generated'
export type Sources = Readonly<Record<VariableName, Source>>

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config; readonly sources: Sources }
  | { readonly ok: false; readonly code: 'CONFIG_INVALID'; readonly message: string }

const invalid = (message: string): LoadedConfig => ({ ok: false, code: 'CONFIG_INVALID', message })

/** Hides a URL's password and keeps the rest, which an operator needs to see. */
export const maskUrl = (url: string): string => url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1:***@')

export const aboutVariable = (name: VariableName) => {
  const known = about.get(environmentSchema.shape[name])
  if (known) return known
  throw new Error(`${name} is not described in the schema`)
}

/** The text of a variable as it may be shown: secrets hidden. */
export const shown = (name: VariableName, text: string): string => {
  const { secrecy } = aboutVariable(name)
  switch (secrecy) {
    case 'open':
      return text
    case 'url':
      return maskUrl(text)
    case 'secret':
      return '***'
  }
}

const isVariable = (name: PropertyKey | undefined): name is VariableName =>
  variableNames.some((known) => known === name)

const unknownName = (name: string): string => {
  const meant = nearest(name, variableNames)
  return `${name} is not a variable of the hub${meant ? `; did you mean ${meant}?` : ''}`
}

type Given = Readonly<Record<string, string>>

/** The hub's variables. An empty one counts as absent, as compose files write them. */
const givenVariables = (environment: NodeJS.ProcessEnv): Given =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('QHUB_') && value !== undefined && value !== '' ? [[name, value]] : [],
    ),
  )

const problems = (given: Given): string | Environment => {
  const parsed = environmentSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownName)
    const name = issue.path[0]
    if (!isVariable(name)) return [issue.message]
    return [`${name}="${shown(name, given[name] ?? '')}" is wrong: expected ${issue.message}`]
  })
  return lines.join('\n')
}

const camelCase = (name: string): string =>
  name
    .slice('QHUB_'.length)
    .toLowerCase()
    .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Same keys as the type `Config` computes from the schema. */
const named = (environment: object): Config =>
  // A mapped type over computed key names can't be followed through Object.fromEntries.
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [camelCase(name), value]),
  ) as unknown as Config

export const keyFiles = {
  QHUB_MASTER_KEY: 'master.key',
  QHUB_AUTH_SECRET: 'auth.key',
  QHUB_AUDIT_KEY: 'audit.key',
} as const
type KeyName = keyof typeof keyFiles

type KeyAnswer =
  | { readonly bytes: Uint8Array; readonly source: Source }
  | { readonly reason: string }

const findKey = (environment: Environment, name: KeyName, createKeys: boolean): KeyAnswer => {
  const fromEnvironment = environment[name]
  if (fromEnvironment) return { bytes: fromEnvironment, source: 'environment' }
  const path = join(environment.QHUB_DATA_DIR, 'keys', keyFiles[name])
  const read = readKeyFile(path)
  const source = read.kind === 'absent' ? 'generated' : 'file'
  if (read.kind === 'absent' && !createKeys) return { bytes: new Uint8Array(32), source }
  const found = read.kind === 'absent' ? createKeyFile(path) : read
  if (found.kind === 'found') return { bytes: found.bytes, source }
  const reason = found.kind === 'absent' ? `${path} vanished` : found.reason
  return { reason: `${name} is absent and ${reason}` }
}

export type LoadOptions = {
  /** False: look only; a key that the first start would create is shown as all zeros. Default true. */
  readonly createKeys?: boolean
}

/**
 * Reads the configuration from the environment. A wrong value or an unknown QHUB_ name gives one
 * line each that names the variable, what was given (secrets masked) and what is expected.
 */
export const loadConfig = (
  environment: NodeJS.ProcessEnv,
  { createKeys = true }: LoadOptions = {},
): LoadedConfig => {
  const given = givenVariables(environment)
  const parsed = problems(given)
  if (typeof parsed === 'string') return invalid(parsed)
  const master = findKey(parsed, 'QHUB_MASTER_KEY', createKeys)
  if ('reason' in master) return invalid(master.reason)
  const auth = findKey(parsed, 'QHUB_AUTH_SECRET', createKeys)
  if ('reason' in auth) return invalid(auth.reason)
  const audit = findKey(parsed, 'QHUB_AUDIT_KEY', createKeys)
  if ('reason' in audit) return invalid(audit.reason)

  const everywhere = variableNames.map((name) => [name, name in given ? 'environment' : 'default'])
  // Object.fromEntries forgets that every name is there.
  const plain = Object.fromEntries(everywhere) as Sources
  return {
    ok: true,
    sources: {
      ...plain,
      QHUB_MASTER_KEY: master.source,
      QHUB_AUTH_SECRET: auth.source,
      QHUB_AUDIT_KEY: audit.source,
    },
    config: named({
      ...Object.fromEntries(variableNames.map((name) => [name, parsed[name]])),
      QHUB_MASTER_KEY: master.bytes,
      QHUB_AUTH_SECRET: auth.bytes,
      QHUB_AUDIT_KEY: audit.bytes,
      QHUB_PUBLIC_URL: parsed.QHUB_PUBLIC_URL ?? `http://localhost:${parsed.QHUB_WRITE_API_PORT}`,
    }),
  }
}

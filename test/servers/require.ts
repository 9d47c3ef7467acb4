/** Makes sure, before the tests, that the servers they start are installed. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env, exit, getuid, stderr } from 'node:process'
import { findBinaries } from '../../ops/embedded/postgres/binaries.ts'

type Need = {
  readonly program: string
  readonly debianPackage: string
  /** Names a server to use instead. */
  readonly variable?: string
}

const needs: readonly Need[] = [
  { program: 'redis-server', debianPackage: 'redis-server', variable: 'QHUB_REDIS_URL' },
  { program: 'nats-server', debianPackage: 'nats-server', variable: 'QHUB_NATS_URL' },
  // Of the package prometheus: dashboards and alerts are held against Prometheus' own tool.
  { program: 'promtool', debianPackage: 'prometheus' },
  // The documentation's snippets are run as they stand.
  { program: 'curl', debianPackage: 'curl' },
  // What the console is for.
  { program: 'chromium', debianPackage: 'chromium' },
]

const say = (line: string): void => void stderr.write(`${line}\n`)

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const installed = (program: string): boolean =>
  (env['PATH'] ?? '').split(delimiter).some((directory) => isExecutable(join(directory, program)))

const missing = (): readonly Need[] =>
  needs.filter(({ program, variable }) => !(variable && env[variable]) && !installed(program))

const aptGet = (...args: readonly string[]): boolean =>
  spawnSync('apt-get', args, {
    stdio: ['ignore', 2, 2],
    // At this run level the packages don't start their services.
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  }).status === 0

const install = (packages: readonly string[]): void => {
  say(`installing ${packages.join(', ')} for the tests`)
  if (!aptGet('-q', 'update')) say('apt-get update failed')
  aptGet('-q', 'install', '-y', '--no-install-recommends', ...packages)
}

const remedy = ({ program, debianPackage, variable }: Need): string =>
  `${program} is missing: install it (Debian: apt-get install ${debianPackage})${variable ? ` or set ${variable}` : ''}`

const first = missing()
if (first.length > 0 && getuid?.() === 0 && installed('apt-get'))
  install(first.map(({ debianPackage }) => debianPackage))

const problems = missing().map(remedy)
try {
  if (!env['QHUB_POSTGRES_URL']) findBinaries()
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error))
}
for (const problem of problems) say(problem)
if (problems.length > 0) exit(1)

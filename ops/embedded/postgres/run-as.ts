import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export type Account = { readonly uid: number; readonly gid: number }

/** How to run a program that refuses to be root. */
export type RunAs = {
  /** The owner that files must have, or undefined when we are not root and nothing changes. */
  readonly account: Account | undefined
  /** Put before the program; may be empty. */
  readonly prefix: readonly string[]
}

const number = (...command: readonly [string, ...string[]]): number =>
  Number(execFileSync(command[0], command.slice(1), { encoding: 'utf8', stdio: 'pipe' }))

const lookUp = (name: string): Account => ({
  uid: number('id', '-u', name),
  gid: number('id', '-g', name),
})

const accountOf = (name: string): Account => {
  try {
    return lookUp(name)
  } catch {
    execFileSync('useradd', ['--system', '--no-create-home', '--user-group', name], {
      stdio: 'pipe',
    })
    return lookUp(name)
  }
}

const maySearch = (path: string, { uid, gid }: Account): boolean => {
  const { mode, uid: owner, gid: group } = statSync(path)
  if (owner === uid) return (mode & 0o100) !== 0
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0
}

/** The directories above the path that the account can't pass. */
export const closedTo = (account: Account, path: string): readonly string[] => {
  const above = dirname(path)
  const here = maySearch(above, account) ? [] : [above]
  return above === dirname(above) ? here : [...closedTo(account, above), ...here]
}

const capabilities = [
  ['dac_read_search', 2n],
  ['dac_override', 1n],
] as const

/** The least capability of ours that opens closed directories; containers often have the second only. */
const openingCapability = (): string | undefined => {
  const held = /^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return capabilities.find(([, bit]) => ((BigInt(`0x${held}`) >> bit) & 1n) === 1n)?.[0]
}

const setpriv = (account: Account, closed: readonly string[]): readonly string[] => {
  const help = `user ${account.uid} can't pass ${closed.join(', ')}; run: chmod o+x ${closed.join(' ')}`
  try {
    const capability = openingCapability()
    const command = [
      'setpriv',
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      // access(2) would forget the capability without this bit.
      '--securebits=+no_setuid_fixup',
      `--inh-caps=+${capability ?? ''}`,
      `--ambient-caps=+${capability ?? ''}`,
      `--bounding-set=-all,+${capability ?? ''}`,
    ]
    execFileSync('setpriv', [...command.slice(1), 'true'], { stdio: 'pipe' })
    return command
  } catch (cause) {
    throw new Error(help, { cause })
  }
}

/**
 * As root: the system's `postgres` account, made when absent. Where the data or the binaries lie
 * below directories that are closed to it (/root, a mkdtemp), it gets the one capability to pass
 * them, so that nobody's directories need to be opened.
 */
export const runAsPostgres = (paths: readonly string[]): RunAs => {
  if (process.getuid?.() !== 0) return { account: undefined, prefix: [] }
  const account = accountOf('postgres')
  const closed = [...new Set(paths.flatMap((path) => closedTo(account, path)))]
  return { account, prefix: closed.length === 0 ? [] : setpriv(account, closed) }
}

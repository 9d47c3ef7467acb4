import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { compiled } from '../compiled/compiled.ts'
import { hubFlags } from './hub-flags.ts'

export type HubProcess = {
  readonly writeApi: string
  readonly readApi: string
  /** Where QHUB_HEALTH_PORT asked for it. */
  readonly health?: string
  readonly pid: number
  /** SIGTERM: drains; the exit code. */
  readonly stop: () => Promise<number | null>
}

const built = fileURLToPath(new URL('../../dist/ops/cli/main.js', import.meta.url))

const environment = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('QHUB_'))),
  ...settings,
})

/** Makes the first operator of a hub that is not running, as its owner would at the command line. */
export const createOperator = async (
  settings: Readonly<Record<string, string>>,
  email: string,
  username: string,
  password: string,
): Promise<void> => {
  const cli = await compiled('ops/cli/main.ts')
  const args = [cli, 'operator', 'create', '--email', email, '--username', username]
  const child = spawn(process.execPath, args, {
    env: { ...environment(settings), OPERATOR_PASSWORD: password },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [code, said] = await Promise.all([exited, text(child.stderr)])
  if (code !== 0) throw new Error(`operator create ended with ${code ?? 'a signal'}: ${said}`)
}

/** Starts `qhub start`, of the source or of the build, and waits for the line that says where it listens. */
export const startHubProcess = async (
  settings: Readonly<Record<string, string>>,
  form: 'source' | 'build' = 'source',
): Promise<HubProcess> => {
  const program = form === 'build' ? built : await compiled('ops/cli/main.ts')
  const child = spawn(process.execPath, [...hubFlags, program, 'start'], {
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) =>
      reject(new Error(`the hub ended with ${code ?? 'a signal'} before it was ready`)),
    )
  })
  // The first line of `qhub start` is JSON with the addresses.
  const addresses = JSON.parse(await ready) as {
    readonly writeApi: string
    readonly readApi: string
    readonly health?: string
  }
  return {
    ...addresses,
    pid: child.pid ?? 0,
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}

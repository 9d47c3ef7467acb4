import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type HubProcess = {
  readonly writeApi: string
  readonly readApi: string
  /** Where QHUB_HEALTH_PORT asked for it. */
  readonly health?: string
  readonly pid: number
  /** SIGTERM: drains; the exit code. */
  readonly stop: () => Promise<number | null>
}

const cli = fileURLToPath(new URL('../cli/main.ts', import.meta.url))

const environment = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('QHUB_'))),
  ...settings,
})

/** Makes the first operator of a hub that is not running, as its owner would at the command line. */
export const createOperator = (
  settings: Readonly<Record<string, string>>,
  email: string,
  username: string,
  password: string,
): void => {
  const args = ['--import=tsx', cli, 'operator', 'create', '--email', email, '--username', username]
  const env = { ...environment(settings), OPERATOR_PASSWORD: password }
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`operator create ended with ${status}: ${stderr}`)
}

/** Starts `qhub start` and waits for the line that says where it listens. */
export const startHubProcess = async (
  settings: Readonly<Record<string, string>>,
): Promise<HubProcess> => {
  const child = spawn(process.execPath, ['--import=tsx', cli, 'start'], {
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

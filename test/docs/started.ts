import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { root } from './documents.ts'

export type StartedHub = {
  /** Ctrl-C: an interrupt for the whole group, as a terminal sends it. Resolves when the group's leader has ended. */
  readonly interrupt: () => Promise<void>
}

/** Runs a document's command that starts the hub, and waits for the line that says that it listens. */
export const startAsDocumented = async (
  command: string,
  environment: NodeJS.ProcessEnv,
): Promise<StartedHub> => {
  const child = spawn('bash', ['-c', command], {
    cwd: fileURLToPath(root),
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  let alive = true
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      alive = false
      resolve()
    }),
  )
  const interrupt = (): Promise<void> => {
    if (alive && child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
    return exited
  }
  const lines = createInterface({ input: child.stdout })
  const ready = (async (): Promise<boolean> => {
    for await (const line of lines) if (line.startsWith('{"ready":true')) return true
    return false
  })()
  if (!(await ready)) throw new Error('the hub ended before it was ready')
  child.stdout.resume()
  return { interrupt }
}

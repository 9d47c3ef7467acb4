import { spawn } from 'node:child_process'
import { dirname, extname } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Broken } from '../expect.ts'
import type { Stage } from '../stage.ts'

const main = fileURLToPath(new URL(`../../cli/main${extname(import.meta.url)}`, import.meta.url))

export type Said = { readonly code: number | null; readonly lines: readonly object[] }

/** The command line beside the hub, as an operator on its machine calls it; what it says with --json. */
export const qhubBeside =
  ({ outbox }: Stage) =>
  async (...args: readonly string[]): Promise<Said> => {
    const child = spawn(process.execPath, [...process.execArgv, main, ...args, '--json'], {
      // The outbox lies in the hub's data.
      env: { ...process.env, QHUB_DATA_DIR: dirname(outbox), QHUB_LOG_LEVEL: 'fatal' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [code, out, err] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
    try {
      const lines = out.split('\n').filter((line) => line !== '')
      // Lines of our own program: an object each.
      return { code, lines: lines.map((line) => JSON.parse(line) as object) }
    } catch {
      throw new Broken(`qhub ${args.join(' ')} said ${out}${err}`)
    }
  }

export type Qhub = ReturnType<typeof qhubBeside>

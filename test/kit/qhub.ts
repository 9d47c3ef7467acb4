import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { compiled } from '../../ops/compiled/compiled.ts'

export type Said = { readonly code: number | null; readonly out: string; readonly err: string }

/**
 * Runs `qhub` to its end as a person at a shell would, in a process of its own; `environment` is all that it has of the
 * hub's settings.
 */
export const runQhub = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Said> => {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [await compiled('ops/cli/main.ts'), ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [code, out, err] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

/** What was said with `--json`, line by line. */
export const linesOf = (out: string): readonly Record<string, unknown>[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    // What the command prints: an object a line.
    .map((line) => JSON.parse(line) as Record<string, unknown>)

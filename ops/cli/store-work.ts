import { join } from 'node:path'
import type { Config } from '../../platform/config/schema.ts'
import { createReporter, type OnStep } from '../store/progress.ts'
import { configOrExit } from './load.ts'
import { fail, print } from './say.ts'

export type Output = { readonly json?: boolean }

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'FAILED'

/**
 * Does something long: progress goes to the terminal, or, with `--json`, to stdout as lines of JSON; so does the result. A
 * failure ends the program with one plain line.
 */
export const longWork = async <Result extends object>(
  { json = false }: Output,
  work: (onStep: OnStep) => Promise<Result>,
  inWords: (result: Result) => string,
): Promise<void> => {
  const reporter = createReporter({
    json,
    isTerminal: process.stderr.isTTY,
    draw: (text) => void process.stderr.write(text),
    print,
    now: () => performance.now(),
  })
  try {
    const result = await work(reporter.step)
    reporter.end()
    if (json) print(JSON.stringify({ kind: 'result', ...result }))
    else print(inWords(result))
  } catch (error) {
    reporter.end()
    const message = error instanceof Error ? error.message : String(error)
    if (json) print(JSON.stringify({ kind: 'error', code: codeOf(error), message }))
    fail(1, message)
  }
}

/** The directory of the embedded event store: the one asked for, or that of the configured hub. */
export const storeDirectory = (asked: string | undefined): string => {
  if (asked !== undefined) return asked
  const config: Config = configOrExit()
  if (config.eventstoreUrl !== undefined) {
    return fail(
      2,
      'the configured event store is not embedded: it has tools of its own, or use qhub store export and import',
    )
  }
  return join(config.dataDir, 'event-store')
}

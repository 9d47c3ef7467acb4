import { createReporter, processScreen } from '../progress/reporter.ts'
import type { OnStep } from '../progress/step.ts'
import type { Json } from './options.ts'
import { asJson, print } from './say.ts'

/** Has a work tell how far it is: on the terminal, in plain lines, or, with `--json`, as lines of JSON on stdout. */
export const withProgress = async <Result>(
  json: boolean,
  work: (onStep: OnStep) => Promise<Result>,
): Promise<Result> => {
  const reporter = createReporter(processScreen(json))
  try {
    return await work(reporter.step)
  } finally {
    reporter.end()
  }
}

/** The same, with the result as the last line. */
export const longWork = async <Result extends object>(
  { json = false }: Json,
  work: (onStep: OnStep) => Promise<Result>,
  inWords: (result: Result) => string,
): Promise<void> => {
  const result = await withProgress(json, work)
  if (json) print(asJson({ kind: 'result', ...result }))
  else print(inWords(result))
}

/** Whether `--json` was asked for: then failures are JSON, too. The program's one piece of state, set before it acts. */
let inJson = false
export const answerInJson = (asked: boolean): void => {
  inJson = asked
}

/** One plain line for a person, on stderr: what stdout says is for machines and pipes. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`)

export const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** What JSON has no words for: integers beyond JavaScript's are decimal strings, maps and sets what they hold. */
const plain = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Set ? [...value] : value
}

/** One line of JSON; indented where a person may read it. */
export const asJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, plain, indent)

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'FAILED'

/** The end of the program that somebody decided on, with its exit code. */
export class Ending extends Error {
  readonly exitCode: 1 | 2
  readonly code: string
  constructor(exitCode: 1 | 2, line: string, code: string) {
    super(line)
    this.exitCode = exitCode
    this.code = code
  }
}

/** Ends the program with one plain line. 2: wrong use or configuration, 1: anything else. */
export const fail = (exitCode: 1 | 2, line: string, code?: string): never => {
  throw new Ending(exitCode, line, code ?? (exitCode === 2 ? 'WRONG_USE' : 'FAILED'))
}

/** The last line of a program that failed, whatever it failed by; its exit code. */
export const tellFailure = (error: unknown): 1 | 2 => {
  const message = messageOf(error)
  if (inJson) print(asJson({ kind: 'error', code: codeOf(error), message }))
  // What others throw may be laid out for a page; what we say is.
  say(`qhub: ${error instanceof Ending ? message : message.replaceAll(/\s*\n\s*/g, ' ')}`)
  return error instanceof Ending ? error.exitCode : 1
}

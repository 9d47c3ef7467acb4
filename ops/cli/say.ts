/** One plain line for a person, on stderr: what stdout says is for machines and pipes. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`)

export const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** One line of JSON; integers beyond JavaScript's are decimal strings. */
export const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  )

/** Ends the program with one plain line. 2: wrong use or configuration, 1: anything else. */
export const fail = (code: 1 | 2, line: string): never => {
  say(`qhub: ${line}`)
  process.exit(code)
}

/** Whether the program goes on though nobody reads what it says. */
let finishes = false

/** From here on a work is finished, whoever has gone: what changes something does not stop halfway for `| head -1`. */
export const finishUnread = (): void => {
  finishes = true
}

const isClosed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE'

/** A reader that has seen enough, such as `head`, ends a program that only tells something, without a word. */
export const mindClosedPipes = (): void => {
  process.stdout.on('error', (error) => {
    if (!isClosed(error)) throw error
    if (!finishes) process.exit(0)
  })
  process.stderr.on('error', (error) => {
    if (!isClosed(error)) throw error
  })
}

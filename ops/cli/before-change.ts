import { createInterface } from 'node:readline/promises'
import { finishUnread } from './closed-pipes.ts'
import { coloured } from './colour.ts'
import { fail, say } from './say.ts'

/** What is about to be changed. */
export type Intent = {
  /** A stream, a generation, a person, a directory: what is typed back where something is taken away. */
  readonly subject: string
  readonly destructive: boolean
  /** What `--confirm` gave. */
  readonly confirm?: string | undefined
}

const typedBack = async (subject: string): Promise<string> => {
  if (!process.stdin.isTTY) return ''
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(`Type ${subject} to go on: `)).trim()
  } finally {
    terminal.close()
  }
}

const confirmed = async (subject: string, confirm: string | undefined): Promise<void> => {
  if ((confirm ?? (await typedBack(subject))) === subject) return
  fail(
    2,
    `nothing was changed: ${subject} was not typed back, nor given with --confirm`,
    'NOT_CONFIRMED',
  )
}

/** Before anything that changes something: says where it is, and has the subject typed back of what takes something away. */
export const beforeChange = async ({ subject, destructive, confirm }: Intent): Promise<void> => {
  finishUnread()
  if (process.env['NODE_ENV'] === 'production')
    say(coloured(process.stderr, 'red', 'PRODUCTION: this changes a hub that people use'))
  if (destructive) await confirmed(subject, confirm)
}

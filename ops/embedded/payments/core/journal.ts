import {
  closeSync,
  existsSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { replaceFile } from '../../replace-file.ts'

/** A file of JSON lines that only grows. What `append` has resolved for survives a kill, and a loss of power. */
export type Journal<Line> = {
  readonly append: (line: Line) => Promise<void>
  /** Resolves when all that was appended so far is on disk. */
  readonly settled: () => Promise<void>
  readonly lines: number
  readonly close: () => Promise<void>
}

/** The lines of a journal, and how many bytes they take: a last line that was torn by a kill is not among them. */
const readLines = (path: string): { readonly lines: unknown[]; readonly bytes: number } => {
  if (!existsSync(path)) return { lines: [], bytes: 0 }
  const content = readFileSync(path)
  const bytes = content.lastIndexOf(0x0a) + 1
  const text = content.subarray(0, bytes).toString('utf8')
  return {
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line)),
    bytes,
  }
}

/** Puts lines where the journal was, in one step: a kill leaves the old file or the new one. */
export const rewriteJournal = (path: string, lines: readonly unknown[]): void =>
  replaceFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

/** Opens a journal and hands its lines over, in order. `Line` is what this program wrote there itself. */
export const openJournal = <Line>(path: string, onLine: (line: Line) => void): Journal<Line> => {
  const { lines, bytes } = readLines(path)
  // Nobody else writes to the file.
  for (const line of lines) onLine(line as Line)
  const file = openSync(path, 'a')
  ftruncateSync(file, bytes)
  let queue: string[] = []
  let under: Promise<void> | undefined
  let next: Promise<void> | undefined
  /** One write and one sync for all that has gathered meanwhile. */
  const flush = async (): Promise<void> => {
    await under
    const text = queue.join('')
    queue = []
    under = next
    next = undefined
    writeSync(file, text)
    await new Promise<void>((resolve, reject) =>
      fdatasync(file, (error) => (error === null ? resolve() : reject(error))),
    )
  }
  return {
    lines: lines.length,
    append: (line) => {
      queue.push(`${JSON.stringify(line)}\n`)
      return (next ??= flush())
    },
    settled: () => next ?? under ?? Promise.resolve(),
    close: async () => {
      await (next ?? under)
      closeSync(file)
    },
  }
}

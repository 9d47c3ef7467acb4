import { readFileSync, writeFileSync } from 'node:fs'
import { machine, markdown, type Row } from './report.ts'

const page = new URL('../../docs/performance.md', import.meta.url)
const marks = { begin: '<!-- main-job: measured -->', end: '<!-- main-job: end -->' }

/** Puts the figures of this run, with the machine they come from, between the marks of docs/performance.md. */
export const writeFigures = (rows: readonly Row[], rounds: number): void => {
  const text = readFileSync(page, 'utf8')
  const [before, after] = [text.indexOf(marks.begin), text.indexOf(marks.end)]
  if (before < 0 || after < before)
    throw new Error('docs/performance.md lacks the marks of main-job')
  const { cpu, cores, memoryGiB, system, node } = machine()
  const day = new Date().toISOString().slice(0, 10)
  const on = `Measured ${day}: ${rounds} rounds on ${cores} cores (${cpu}), ${memoryGiB} GiB, ${system}, Node ${node}.`
  const body = `${marks.begin}\n${on}\n\n${markdown(rows)}\n`
  writeFileSync(page, text.slice(0, before) + body + text.slice(after))
}

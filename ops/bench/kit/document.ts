import { readFileSync, writeFileSync } from 'node:fs'
import { type Machine, markdown, type Row } from './report.ts'

const page = new URL('../../../docs/performance.md', import.meta.url)

const provenance = (machine: Machine, rounds: number): string => {
  const { cpu, cores, memoryGiB, system, node, load, versions } = machine
  const day = new Date().toISOString().slice(0, 10)
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return (
    `Measured ${day}: ${rounds === 1 ? 'one round' : `${rounds} rounds`} on ${cores} cores (${cpu}), ` +
    `${memoryGiB} GiB, ${system}, Node ${node}; load before: ${load}.\n${libraries.join(', ')}.`
  )
}

/** Puts the figures of a part, with the machine they come from, between its marks in docs/performance.md. */
export const writeFigures = (
  part: string,
  rows: readonly Row[],
  rounds: number,
  on: Machine,
): void => {
  const text = readFileSync(page, 'utf8')
  const marks = { begin: `<!-- ${part}: measured -->`, end: `<!-- ${part}: end -->` }
  const [before, after] = [text.indexOf(marks.begin), text.indexOf(marks.end)]
  if (before < 0 || after < before)
    throw new Error(`docs/performance.md lacks the marks of ${part}`)
  const body = `${marks.begin}\n${provenance(on, rounds)}\n\n${markdown(rows)}\n`
  writeFileSync(page, text.slice(0, before) + body + text.slice(after))
}

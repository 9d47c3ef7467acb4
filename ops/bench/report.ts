import { cpus, release, totalmem, type } from 'node:os'
import type { Figure } from './main-job.ts'
import { median } from './statistics.ts'

export type Row = {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Median and spread of each figure over the rounds. */
export const rowsOf = (rounds: readonly (readonly Figure[])[]): readonly Row[] =>
  (rounds[0] ?? []).map(({ name, unit }) => {
    const values = rounds.flatMap((round) =>
      round.filter((figure) => figure.name === name).map(({ value }) => value),
    )
    return {
      name,
      unit,
      median: median(values),
      min: Math.min(...values),
      max: Math.max(...values),
    }
  })

/** What the figures were measured on. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  node: process.version,
})

const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

export const markdown = (rows: readonly Row[]): string =>
  [
    '| what | median | min | max | unit |',
    '|---|---:|---:|---:|---|',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${figure(row.median)} | ${figure(row.min)} | ${figure(row.max)} | ${row.unit} |`,
    ),
  ].join('\n')

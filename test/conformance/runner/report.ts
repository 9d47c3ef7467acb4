import type { Area } from './area.ts'
import type { Case } from './cases.ts'

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export type AreaReport = Counts & {
  readonly area: string
  readonly failures: readonly string[]
  /** Why cases were skipped, each reason once. */
  readonly skippedBecause: readonly string[]
}

export type Report = {
  /** The node that was tested; without it each area had an embedded one. */
  readonly url?: string
  readonly areas: readonly AreaReport[]
  readonly total: Counts
}

const countsOf = (cases: readonly Case[]): Counts => {
  const count = (outcome: Case['outcome']): number =>
    cases.filter((one) => one.outcome === outcome).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

const areaReport = ({ area, cases }: Area): AreaReport => ({
  area,
  ...countsOf(cases),
  failures: cases.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name),
  skippedBecause: [...new Set(cases.flatMap(({ reason }) => reason ?? []))],
})

/** A connection string as it may be shown. */
const withoutPassword = (url: string): string => url.replace(/\/\/([^:@/]+):[^@/]+@/, '//$1:…@')

export const reportOn = (areas: readonly Area[], url: string | undefined): Report => ({
  ...(url === undefined ? {} : { url: withoutPassword(url) }),
  areas: areas.map(areaReport),
  total: countsOf(areas.flatMap(({ cases }) => cases)),
})

const cell = (value: number): string => String(value).padStart(8)

const row = (name: string, width: number, { passed, failed, skipped }: Counts): string =>
  `${name.padEnd(width)}${cell(passed)}${cell(failed)}${cell(skipped)}`

/** The table, what failed, and why something was skipped. */
export const inWords = ({ url, areas, total }: Report): string => {
  const width = Math.max(...areas.map(({ area }) => area.length), 'total'.length) + 2
  const line = '-'.repeat(width + 24)
  const heading = `${'area'.padEnd(width)}${['passed', 'failed', 'skipped'].map((word) => word.padStart(8)).join('')}`
  const failures = areas.flatMap(({ area, failures: all }) => all.map((name) => `${area}: ${name}`))
  const skips = areas.flatMap(({ area, skippedBecause }) =>
    skippedBecause.map((reason) => `${area}: ${reason}`),
  )
  return [
    `Node: ${url ?? 'an embedded one for each area'}`,
    '',
    heading,
    line,
    ...areas.map((area) => row(area.area, width, area)),
    line,
    row('total', width, total),
    ...(failures.length === 0 ? [] : ['', 'Failed:', ...failures.map((text) => `  ${text}`)]),
    ...(skips.length === 0 ? [] : ['', 'Skipped:', ...skips.map((text) => `  ${text}`)]),
  ].join('\n')
}

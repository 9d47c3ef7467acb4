import type {
  VersionCheck,
  VersionIssue,
  VersionReport,
} from '../../domain/catalog/version-report.ts'
import type { Diagnostic } from '../providers/simulator/language/diagnostic.ts'
import type { SchemaIssue } from '../schemas/issue.ts'

type Facts = Pick<VersionReport, 'inputs' | 'programHash' | 'circuit' | 'estimate'>

const limit = 100

/** A report under construction: each check once, in the order in which it was made. */
export type Findings = {
  readonly passed: (check: VersionCheck, detail: string) => void
  readonly skipped: (check: VersionCheck, detail: string) => void
  readonly failed: (check: VersionCheck, issues: readonly VersionIssue[]) => void
  readonly report: (facts: Partial<Facts>) => VersionReport
}

export const createFindings = (): Findings => {
  const checks: VersionReport['checks'] = []
  const issues: VersionIssue[] = []
  const note =
    (outcome: 'PASSED' | 'SKIPPED') =>
    (check: VersionCheck, detail: string): void => {
      checks.push({ check, outcome, detail: detail.slice(0, 2000) })
    }
  return {
    passed: note('PASSED'),
    skipped: note('SKIPPED'),
    failed: (check, found) => {
      const [first] = found
      checks.push({ check, outcome: 'FAILED', detail: (first?.detail ?? '').slice(0, 2000) })
      issues.push(...found.slice(0, limit - issues.length))
    },
    report: ({ inputs = [], ...facts }) => ({
      accepted: checks.every(({ outcome }) => outcome !== 'FAILED'),
      checks,
      issues,
      inputs: [...inputs],
      ...facts,
    }),
  }
}

export const issue = (
  pointer: string,
  code: string,
  detail: string,
  at: { readonly line?: number; readonly column?: number } = {},
): VersionIssue => ({
  // Members may be named at any length.
  pointer: pointer.slice(0, 500),
  code,
  detail: detail.slice(0, 2000),
  ...(at.line === undefined ? {} : { line: at.line }),
  ...(at.column === undefined ? {} : { column: at.column }),
})

/** Of the program when it is at fault, of an example when its inputs are. */
export const diagnosticIssue = (
  { code, message, line, column }: Diagnostic,
  example: number | undefined,
): VersionIssue =>
  code === 'QASM_INPUT' && example !== undefined
    ? issue(`/examples/${example}/inputs`, code, message, { line, column })
    : issue('/ir/source', code, message, { line, column })

export const schemaIssues = (
  found: readonly SchemaIssue[],
  below: string,
): readonly VersionIssue[] =>
  found.map(({ pointer, code, detail }) => issue(below + pointer, code, detail))

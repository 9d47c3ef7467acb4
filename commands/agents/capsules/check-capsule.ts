import stringify from 'safe-stable-stringify'
import type { CapsuleContent, CapsuleTest } from '../../../domain/agents/capsules/content.ts'
import { frequencies, totalVariation } from '../../../domain/agents/capsules/distribution.ts'
import type { CapsuleReport, TestResult } from '../../../domain/agents/capsules/report.ts'
import type { CircuitFacts } from '../../../domain/jobs/circuit-facts.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { Sandbox } from '../../../platform/sandbox/port.ts'
import { isOutcome, runTrial } from './sandbox-run.ts'

const judged = (
  test: CapsuleTest,
  counts: Readonly<Record<string, number>>,
  output: unknown,
): TestResult => {
  const { name, expected, tolerance } = test
  const distance = Math.min(1, totalVariation(frequencies(counts), expected))
  const result = { name, distance, tolerance }
  const away = `${distance.toFixed(4)} away, ${tolerance} is allowed`
  if (distance > tolerance) return { ...result, passed: false, detail: away }
  if (test.output !== undefined && stringify(output) !== stringify(test.output))
    return { ...result, passed: false, detail: 'the script answers something else' }
  return { ...result, passed: true, detail: away }
}

/** Runs every test of the capsule. A rejection or failure: nothing is known of it. */
const runTests = async (
  sandbox: Sandbox,
  { source, script, tests }: CapsuleContent,
): Promise<{ readonly tests: TestResult[] } | Rejection | Failure> => {
  const results: TestResult[] = []
  for (const test of tests) {
    const { name, inputs, shots, seed, tolerance } = test
    const trial = { source, inputs, shots, seed, ...(script === undefined ? {} : { script }) }
    const outcome = await runTrial(sandbox, trial)
    if (!isOutcome(outcome)) return outcome
    if (outcome.kind === 'completed') results.push(judged(test, outcome.counts, outcome.output))
    else {
      const detail = `${outcome.part} ${outcome.code}: ${outcome.message}`.slice(0, 1000)
      results.push({ name, passed: false, tolerance, detail })
    }
  }
  return { tests: results }
}

/** Looks at a capsule whose program compiles: whether it measures, whether its tests pass. */
export const checkCapsule = async (
  sandbox: Sandbox,
  content: CapsuleContent,
  facts: CircuitFacts,
): Promise<CapsuleReport | Rejection | Failure> => {
  const { version, qubits, depth, clbits } = facts
  const program =
    clbits > 0
      ? {
          outcome: 'PASSED' as const,
          detail: `OpenQASM ${version}, ${qubits} qubits, depth ${depth}`,
        }
      : {
          outcome: 'FAILED' as const,
          detail: 'the program has no classical bits: it answers nothing',
        }
  if (program.outcome === 'FAILED')
    return { accepted: false, checks: [{ check: 'PROGRAM', ...program }], tests: [] }
  const run = await runTests(sandbox, content)
  if (!('tests' in run)) return run
  const { tests } = run
  const failed = tests.filter(({ passed }) => !passed)
  const accepted = failed.length === 0
  return {
    accepted,
    checks: [
      { check: 'PROGRAM', ...program },
      {
        check: 'SCRIPT',
        ...(content.script === undefined
          ? { outcome: 'SKIPPED', detail: 'there is none' }
          : tests.some(({ detail }) => detail.startsWith('SCRIPT '))
            ? { outcome: 'FAILED', detail: 'it failed in a test' }
            : { outcome: 'PASSED', detail: 'it answered in every test' }),
      },
      {
        check: 'TESTS',
        outcome: accepted ? 'PASSED' : 'FAILED',
        detail: `${tests.length - failed.length} of ${tests.length} passed`,
      },
    ],
    tests,
  }
}

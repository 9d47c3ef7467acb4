import { casesOf } from '../../../domain/agents/capsules/cases.ts'
import { mostShots, type CapsuleTest } from '../../../domain/agents/capsules/content.ts'
import { frequencies, toleranceOf } from '../../../domain/agents/capsules/distribution.ts'
import type { CodePromise } from '../../../domain/agents/prompts/code-generate.ts'
import type { DeclaredInput } from '../../../domain/catalog/version-report.ts'
import type { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { Sandbox } from '../../../platform/sandbox/port.ts'
import { agreedOutput } from './agreed-output.ts'
import { isOutcome, runTrial } from './sandbox-run.ts'

export type Tested = {
  readonly source: string
  readonly script?: string
  readonly declared: readonly DeclaredInput[]
  /** For its `input` declarations, where they are known. */
  readonly inputs: ProgramInputs
  /** What theory says; without it, the program's own behaviour is what tests hold it to. */
  readonly promises: readonly CodePromise[]
}

/** Beyond this distance nearly everything would pass. */
const loosest = 0.5
const mostOutcomes = 4096

/** More outcomes take more shots to be told apart. */
const shotsFor = (outcomes: number): number => (outcomes > 32 ? mostShots : 2000)

const same = (one: ProgramInputs, other: ProgramInputs): boolean =>
  JSON.stringify(Object.entries(one).toSorted()) ===
  JSON.stringify(Object.entries(other).toSorted())

const named = (inputs: ProgramInputs): string => {
  const given = Object.entries(inputs).map(([name, value]) => `${name} = ${String(value)}`)
  return given.length === 0 ? 'as it was' : `as it was with ${given.join(', ')}`
}

/** A test of what the program does today with these inputs. Nothing: its outcomes are too many, or it refuses the inputs. */
const referenceTest = async (
  sandbox: Sandbox,
  { source, script }: Tested,
  inputs: ProgramInputs,
  at: number,
): Promise<CapsuleTest | Rejection | Failure | undefined> => {
  const reference = await runTrial(sandbox, { source, inputs, shots: mostShots, seed: 'reference' })
  if (!isOutcome(reference)) return reference
  if (reference.kind === 'FAILED') return undefined
  const expected = frequencies(reference.counts)
  const outcomes = Object.keys(expected).length
  const shots = shotsFor(outcomes)
  // Both stray: the reference, and the run that is held against it.
  const tolerance = toleranceOf(outcomes, shots) + toleranceOf(outcomes, mostShots)
  if (outcomes > mostOutcomes || tolerance > loosest || '' in expected) return undefined
  const seed = `test-${at + 1}`
  const name = named(inputs).slice(0, 120)
  const test = { name, basis: 'REFERENCE' as const, inputs, shots, seed, expected, tolerance }
  return agreedOutput(sandbox, { source, ...(script === undefined ? {} : { script }) }, test)
}

/** Tests for a program: of what theory promises, and of what it does where nothing is promised. */
export const generateTests = async (
  sandbox: Sandbox,
  tested: Tested,
): Promise<readonly CapsuleTest[] | Rejection | Failure> => {
  const { promises, declared, inputs, source, script } = tested
  const tests: CapsuleTest[] = []
  const program = { source, ...(script === undefined ? {} : { script }) }
  for (const { name, inputs: promised, expected } of promises) {
    const outcomes = Object.keys(expected).length
    const shots = shotsFor(outcomes)
    const test = await agreedOutput(sandbox, program, {
      ...{ name, basis: 'THEORY', inputs: promised, shots, seed: `test-${tests.length + 1}` },
      ...{ expected, tolerance: toleranceOf(outcomes, shots) },
    })
    if (!('name' in test)) return test
    tests.push(test)
  }
  const cases = casesOf(declared, inputs)
  for (const each of cases) {
    if (promises.some((promise) => same(promise.inputs, each))) continue
    const test = await referenceTest(sandbox, tested, each, tests.length)
    if (test === undefined) continue
    if (!('name' in test)) return test
    tests.push(test)
  }
  return tests.length > 0 ? tests : none
}

const none = reject(
  'INVALID_INPUT',
  'No test could be made: the program measures nothing, refuses the inputs, or has more outcomes than shots can tell apart.',
)

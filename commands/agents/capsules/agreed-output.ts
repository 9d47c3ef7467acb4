import stringify from 'safe-stable-stringify'
import type { CapsuleTest } from '../../../domain/agents/capsules/content.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { Sandbox } from '../../../platform/sandbox/port.ts'
import { isOutcome, runTrial, type Trial } from './sandbox-run.ts'

/** Chance that differs from run to run: what a script answers to all of them is not by chance. */
const seeds = ['agreed-1', 'agreed-2', 'agreed-3']

/** The test, with the script's answer as a part of it where runs by different chance agree on one. */
export const agreedOutput = async (
  sandbox: Sandbox,
  program: Pick<Trial, 'source' | 'script'>,
  test: CapsuleTest,
): Promise<CapsuleTest | Rejection | Failure> => {
  if (program.script === undefined) return test
  const { inputs, shots } = test
  const answers = []
  for (const seed of [test.seed, ...seeds]) {
    const outcome = await runTrial(sandbox, { ...program, inputs, shots, seed })
    if (!isOutcome(outcome)) return outcome
    if (outcome.kind === 'FAILED' || outcome.output === undefined) return test
    answers.push(outcome.output)
  }
  const [first] = answers
  const texts = new Set(answers.map((answer) => stringify(answer)))
  return first === undefined || texts.size > 1 ? test : { ...test, output: first }
}

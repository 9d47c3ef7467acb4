import type { VersionIssue } from '../../domain/catalog/version-report.ts'
import { step } from '../schemas/issue.ts'
import type { CheckerDeps, VersionCandidate } from './check-version.ts'
import type { SchemasHold } from './check-schema.ts'
import { diagnosticIssue, issue, schemaIssues, type Findings } from './report.ts'
import { runInputsOf } from './run-inputs.ts'
import { runOutputOf } from './run-output.ts'
import type { Trial } from './trials.ts'

/** Enough to see that a program runs, and little enough for it to be over soon. */
const trialShots = 100
const trialDeadlineMs = 10_000
const trialSeed = 'validation'

type Tried = {
  readonly source: string
  readonly trials: readonly Trial[]
  readonly schemasHold: SchemasHold
}

const below = ({ example }: Trial): string =>
  example === undefined ? '' : `/examples/${example}/inputs`

/** What keeps a trial's inputs from the program: the schema, a value that is none of a program's, the program itself. */
const inputIssues = async (
  deps: CheckerDeps,
  { inputSchema }: VersionCandidate,
  { source, schemasHold }: Tried,
  trial: Trial,
): Promise<readonly VersionIssue[]> => {
  if (schemasHold.input) {
    const judged = await deps.schemas.judge(inputSchema, [trial.inputs])
    if (judged.kind === 'unusable') return schemaIssues(judged.issues, '/inputSchema')
    const [mismatches = []] = judged.verdicts
    if (mismatches.length > 0) return schemaIssues(mismatches, below(trial))
  }
  const bound = runInputsOf(trial.inputs)
  if (bound.kind === 'unfit')
    return [
      issue(
        below(trial) + step(bound.member),
        'QASM_INPUT',
        'an input of a program is a number, a text, true or false',
      ),
    ]
  const analysed = await deps.simulator.analyse(source, { inputs: bound.inputs })
  if (analysed.kind === 'failed') throw new Error(`not analysed: ${analysed.message}`)
  return analysed.kind === 'ok' ? [] : [diagnosticIssue(analysed.diagnostic, trial.example)]
}

/** Runs one trial and holds what comes out against the output schema. */
const runIssues = async (
  deps: CheckerDeps,
  { outputSchema }: VersionCandidate,
  { source, schemasHold }: Tried,
  trial: Trial,
): Promise<readonly VersionIssue[]> => {
  const bound = runInputsOf(trial.inputs)
  const run = await deps.simulator.run({
    program: source,
    inputs: bound.kind === 'inputs' ? bound.inputs : {},
    shots: trialShots,
    seed: trialSeed,
    deadlineMs: trialDeadlineMs,
  })
  if (run.kind === 'cancelled') throw new Error('the trial was cancelled')
  if (run.kind === 'failed') {
    if (run.faultDomain !== 'USER') throw new Error(`not tried: ${run.message}`)
    return [issue(below(trial), run.code, run.message, run)]
  }
  if (!schemasHold.output) return []
  const judged = await deps.schemas.judge(outputSchema, [runOutputOf(run.result)])
  if (judged.kind === 'unusable') return schemaIssues(judged.issues, '/outputSchema')
  return (judged.verdicts[0] ?? []).map(({ pointer, detail }) =>
    issue(
      '/outputSchema',
      'SCHEMA_MISMATCH',
      `the schema refuses what a run answers, at '${pointer}': ${detail}`,
    ),
  )
}

/** Tries the version with each example: its inputs first, then, where all of them are good, a run on the simulator. */
export const checkExamples = async (
  deps: CheckerDeps,
  candidate: VersionCandidate,
  tried: Tried,
  findings: Findings,
): Promise<void> => {
  const unfit: VersionIssue[] = []
  for (const trial of tried.trials)
    unfit.push(...(await inputIssues(deps, candidate, tried, trial)))
  if (unfit.length > 0) {
    findings.failed('EXAMPLES', unfit)
    findings.skipped('SIMULATION', 'there is an example that cannot be run')
    return
  }
  findings.passed('EXAMPLES', `${candidate.examples.length} accepted`)
  const failed: VersionIssue[] = []
  for (const trial of tried.trials) failed.push(...(await runIssues(deps, candidate, tried, trial)))
  if (failed.length > 0) findings.failed('SIMULATION', failed)
  else findings.passed('SIMULATION', `${tried.trials.length} run with ${trialShots} shots each`)
}

import type { ToolOf } from '../../../commands/agents/tools/use.ts'
import { keepJson, longestValue } from '../../../commands/agents/workflows/kept.ts'
import { versionOf } from '../../../commands/agents/workflows/read-workflow.ts'
import type { Step } from '../../../domain/agents/workflows/definition.ts'
import { holds } from '../../../domain/agents/workflows/holds.ts'
import { allSteps } from '../../../domain/agents/workflows/plan.ts'
import { valuesOf, valuesOfCondition } from '../../../domain/agents/workflows/references.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Recorded } from '../../../domain/agents/workflows/run-events.ts'
import { missingIn, type Scope } from '../../../domain/agents/workflows/scope.ts'
import { iterationsOf, keyOfStep } from '../../../domain/agents/workflows/step-id.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { SubjectErased } from '../../../platform/vault/vault.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import { askModel } from './ask-model.ts'
import { askSomebody } from './ask-somebody.ts'
import { note, runOf, stepKeyOf, type OfStep } from './run-of.ts'
import { runWithin } from './run-within.ts'
import { scopeOf } from './scope-of.ts'
import { refused, useTool, type WorkOutcome } from './work.ts'

/** Does what a step says and writes down what came of it; what is written down already is not done again. */
export const performStep =
  (toolOf: ToolOf) =>
  async (of: OfStep, tools: EffectTools): Promise<EffectOutcome> => {
    try {
      return await performed(toolOf, of, tools)
    } catch (error) {
      if (!(error instanceof SubjectErased)) throw error
      return told(of, refused('ORGANISATION_CLOSED', 'There is nobody left to do it for.'))
    }
  }

/** In the words of the saga, which holds nothing that people wrote. */
const told = ({ step, attempt }: OfStep, outcome: WorkOutcome, eventId?: string): EffectOutcome => {
  const of = { step, attempt }
  switch (outcome.came) {
    case 'DONE':
      return succeeded({ ...of, came: 'DONE', ...outcome.decided }, eventId)
    case 'WAITING':
      return succeeded({ ...of, came: 'WAITING', askAgainInMs: outcome.askAgainInMs })
    case 'AWAITING':
    case 'UNKNOWN':
      return succeeded({ ...of, came: outcome.came })
    case 'REFUSED':
      return succeeded({ ...of, came: 'REFUSED', code: outcome.code }, eventId)
    default:
      return exhausted(outcome)
  }
}

const decidedIn = ({ branch, goesOn }: Recorded): WorkOutcome => ({
  came: 'DONE',
  decided: {
    ...(branch === undefined ? {} : { branch }),
    ...(goesOn === undefined ? {} : { goesOn }),
  },
})

const performed = async (
  toolOf: ToolOf,
  of: OfStep,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { runId, step: id, attempt } = of
  const { services } = tools
  const before = await runOf(tools, runId)
  const recorded = before.recorded[id]
  if (recorded !== undefined) return told(of, decidedIn(recorded))
  const failure = before.failed[`${id}~${attempt}`]
  if (failure !== undefined) return told(of, refused(failure, ''))
  const stepKey = stepKeyOf(of)
  const began = await note(tools, runId, `${stepKey} began`, {
    type: 'BeginStep',
    step: id,
    attempt,
  })
  if ('code' in began) return told(of, refused(began.code, ''))
  const { organisation, workflow } = began.run.requested
  const version = await versionOf(services, organisation, workflow)
  if (isRejection(version)) return told(of, refused('ORGANISATION_CLOSED', version.detail))
  const step = allSteps(version.definition.steps).find(({ key }) => key === keyOfStep(id))
  if (step === undefined) throw new Error(`${keyOfStep(id)} is no step of ${runId}`)
  const scope = await scopeOf(services, began.run, id, valuesOf(step))
  const outcome = await work(tools, toolOf, began.run, of, step, scope)
  switch (outcome.came) {
    case 'DONE': {
      const text = JSON.stringify(outcome.output ?? null)
      if (text.length > longestValue)
        return failed(tools, of, refused('OUTPUT_TOO_LARGE', `It has ${text.length} characters.`))
      const kept =
        outcome.output === undefined
          ? {}
          : { output: await keepJson(services, organisation, outcome.output) }
      const noted = await note(tools, runId, `${stepKey} completed`, {
        ...{ type: 'CompleteStep', step: id, attempt },
        recorded: { ...kept, ...outcome.decided },
      })
      return 'code' in noted
        ? told(of, refused(noted.code, ''))
        : told(of, decidedIn(noted.run.recorded[id] ?? {}), noted.eventId)
    }
    case 'REFUSED':
      return failed(tools, of, outcome)
    case 'WAITING':
    case 'AWAITING':
    case 'UNKNOWN':
      return told(of, outcome)
    default:
      return exhausted(outcome)
  }
}

const failed = async (
  tools: EffectTools,
  of: OfStep,
  outcome: WorkOutcome,
): Promise<EffectOutcome> => {
  if (outcome.came !== 'REFUSED') return told(of, outcome)
  const { runId, step, attempt } = of
  const { organisation } = (await runOf(tools, runId)).requested
  const detail = await tools.services.vault.seal(organisation, outcome.detail)
  const { code } = outcome
  const noted = await note(tools, runId, `${stepKeyOf(of)} failed`, {
    ...{ type: 'FailStep', step, attempt, code, detail },
  })
  return told(of, outcome, 'run' in noted ? noted.eventId : undefined)
}

const work = async (
  tools: EffectTools,
  toolOf: ToolOf,
  run: ExistingRun,
  of: OfStep,
  step: Step,
  scope: Scope,
): Promise<WorkOutcome> => {
  const stepKey = stepKeyOf(of)
  switch (step.kind) {
    case 'PROMPT':
      return askModel(tools, run, stepKey, step, scope)
    case 'TOOL':
      return useTool(tools, toolOf, run, stepKey, step, scope)
    case 'TASK':
      return askSomebody(tools, run, stepKey, step, scope)
    case 'SUBWORKFLOW':
      return runWithin(tools, run, of, step, scope)
    case 'TIMER':
      return time(tools, run, of, step.seconds)
    case 'CONDITION': {
      const unknown = missing(scope, step.if)
      const branch = holds(step.if, scope) ? 'then' : 'else'
      return unknown ?? { came: 'DONE', decided: { branch } }
    }
    case 'LOOP': {
      const iteration = iterationsOf(of.step).at(-1) ?? 1
      const unknown = missing(scope, step.until)
      const goesOn = iteration < step.atMost && !holds(step.until, scope)
      return unknown ?? { came: 'DONE', decided: { goesOn } }
    }
    case 'PARALLEL':
      throw new Error(`${of.step} holds others, and is not performed`)
    default:
      return exhausted(step)
  }
}

const missing = (scope: Scope, condition: Parameters<typeof holds>[0]): WorkOutcome | undefined => {
  const paths = valuesOfCondition(condition).flatMap((value) => missingIn(scope, value))
  return paths.length === 0
    ? undefined
    : refused('NOT_RESOLVED', `There is nothing at ${paths.join(', ')}.`)
}

/** From the moment that is on record as its beginning. */
const time = (
  { services }: EffectTools,
  run: ExistingRun,
  { step }: OfStep,
  seconds: number,
): WorkOutcome => {
  const now = services.clock.now().getTime()
  const due = msOf(run.began[step]?.at ?? instantOf(now)) + seconds * 1_000
  return due <= now ? { came: 'DONE' } : { came: 'WAITING', askAgainInMs: due - now }
}

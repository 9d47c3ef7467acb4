import { complete } from '../../../commands/agents/calls/complete.ts'
import { promptOf } from '../../../domain/agents/prompts/registry.ts'
import { defaultPolicy } from '../../../domain/agents/routing/policy.ts'
import type { Step } from '../../../domain/agents/workflows/definition.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Scope } from '../../../domain/agents/workflows/scope.ts'
import { Json } from '../../../domain/shared/json.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { budgetIdOf, contextOf } from './run-of.ts'
import { made, refused, type WorkOutcome } from './work.ts'

const defaultOutputTokens = 2_000

/** Asks a model. The call's id follows from the step, so that its answer is the recorded one, however often it is asked. */
export const askModel = async (
  tools: EffectTools,
  run: ExistingRun,
  stepKey: string,
  step: Extract<Step, { kind: 'PROMPT' }>,
  scope: Scope,
): Promise<WorkOutcome> => {
  const prompt = promptOf(step.template, step.promptVersion)
  if (prompt === undefined) return refused('PROMPT_UNKNOWN', `There is no ${step.template}.`)
  const variables = made(scope, step.variables)
  if (!('value' in variables)) return variables
  const { runId, organisation } = run.requested
  const outcome = await complete(tools.services, {
    callId: derivedId(runId, stepKey, 'call'),
    organisation,
    context: contextOf(tools, runId, stepKey, 'call'),
    budgetId: budgetIdOf(run),
    prompt,
    variables: variables.value,
    maxOutputTokens: step.maxOutputTokens ?? defaultOutputTokens,
    policy: step.policy ?? defaultPolicy,
  })
  switch (outcome.kind) {
    case 'completed':
      return {
        came: 'DONE',
        output: prompt.answer === undefined ? { text: outcome.text } : Json.parse(outcome.answer),
      }
    case 'refused':
      return refused(outcome.code, outcome.message)
    case 'unavailable':
      return { came: 'WAITING', askAgainInMs: Math.max(1, Math.ceil(outcome.retryAfterMs)) }
  }
}

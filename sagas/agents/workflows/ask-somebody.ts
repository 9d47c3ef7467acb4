import { activeAgent } from '../../../commands/agents/agents/read-agent.ts'
import { submissionOf } from '../../../commands/agents/tasks/submission.ts'
import { taskOutcome, type TaskOutcome } from '../../../commands/agents/tasks/task-outcome.ts'
import { change } from '../../../commands/shared/change.ts'
import { load } from '../../../commands/shared/load.ts'
import { task } from '../../../domain/agents/tasks/task.ts'
import type { Step } from '../../../domain/agents/workflows/definition.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Scope } from '../../../domain/agents/workflows/scope.ts'
import { Json } from '../../../domain/shared/json.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import { contextOf } from './run-of.ts'
import { made, refused, type WorkOutcome } from './work.ts'

export const taskIdOf = (runId: string, stepKey: string): string =>
  derivedId(runId, stepKey, 'task')

/** Gives somebody a task, and waits for its end. */
export const askSomebody = async (
  tools: EffectTools,
  run: ExistingRun,
  stepKey: string,
  step: Extract<Step, { kind: 'TASK' }>,
  scope: Scope,
): Promise<WorkOutcome> => {
  const { services } = tools
  const { runId, organisation, budget } = run.requested
  const taskId = taskIdOf(runId, stepKey)
  const outcome = await taskOutcome(services, taskId)
  if (outcome !== undefined) return whatCame(outcome)
  const { state } = await load(services.eventStore, services.foldCache, task, taskId)
  if (state.kind === 'existing') return { came: 'AWAITING' }
  const instruction = made(scope, step.instruction)
  if (!('value' in instruction)) return instruction
  const { assignee, approval = false } = step
  if (assignee.kind === 'AGENT') {
    const agent = await activeAgent(services, organisation, assignee.agentId)
    if (isRejection(agent)) return refused(agent.rejected, agent.detail)
  }
  const { value } = instruction
  const submission = await submissionOf(services, {
    ...{ taskId, organisation, assignee, approval, runId, stepKey },
    requestedBy: { kind: 'WORKFLOW', id: runId },
    instruction: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 20_000),
    ...(budget === undefined ? {} : { budgetId: budget.budgetId }),
  })
  const hash = inputHashOf(services.secrets.inputHashKey, 'task.SubmitTask', taskId)
  const context = contextOf(tools, runId, stepKey, 'task')
  const changed = await change(services, context, hash, task, taskId, submission)
  if ('rejected' in changed) return refused(changed.rejected, changed.detail)
  if (!('stream' in changed)) throw new TryAgain(changed.detail)
  return { came: 'AWAITING' }
}

const whatCame = ({
  status,
  outcome,
  answer,
  code,
  detail,
  artifacts,
}: TaskOutcome): WorkOutcome =>
  outcome === undefined
    ? refused(code ?? `TASK_${status}`, detail ?? `The task is ${status}.`)
    : {
        came: 'DONE',
        output: {
          outcome,
          answer: answer === undefined ? null : parsed(answer),
          artifacts: artifacts.map(({ artifactId, name, mediaType, sha256, size }) => ({
            ...{ artifactId, name, mediaType, sha256, size },
          })),
        },
      }

/** JSON where it is, else the text. */
const parsed = (answer: string): Json => {
  try {
    return Json.parse(JSON.parse(answer))
  } catch {
    return answer
  }
}

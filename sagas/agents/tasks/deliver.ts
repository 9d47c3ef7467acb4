import { keepArtifact, type ArtifactInput } from '../../../commands/agents/tasks/artifacts.ts'
import { openJson } from '../../../commands/agents/workflows/kept.ts'
import type { EndedWork } from '../../../domain/agents/prompts/agent-task.ts'
import type { ExistingTask } from '../../../domain/agents/tasks/task-state.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { byOf, fail, messageOf, tell } from './tell.ts'

type Made = EndedWork['artifacts'][number]

const memberOf = (value: Json | undefined, path: string | undefined): Json | undefined =>
  (path?.split('.') ?? []).reduce<Json | undefined>((inner, name) => {
    const isObject = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
    return isObject ? (inner as Readonly<Record<string, Json>>)[name] : undefined
  }, value)

/** Its content, written or taken from what a tool gave; or why there is none. */
const contentOf = async (
  { services }: EffectTools,
  { toolUses }: ExistingTask,
  made: Made,
): Promise<ArtifactInput | string> => {
  const { name, mediaType } = made
  if ('content' in made) return { name, mediaType, content: made.content }
  const { use, path } = made.from
  const used = toolUses[use - 1]
  const output =
    used?.outcome.came === 'DONE' ? await openJson(services, used.outcome.output) : undefined
  const taken = memberOf(output, path)
  if (taken === undefined || taken === '')
    return `Use ${use} of a tool gave no ${path ?? 'output'}.`
  return { name, mediaType, content: typeof taken === 'string' ? taken : JSON.stringify(taken) }
}

/** What the agent said, put on the task. */
export const deliver = async (
  tools: EffectTools,
  state: ExistingTask,
  { outcome, message, artifacts }: EndedWork,
): Promise<void> => {
  const { services } = tools
  const by = byOf(state)
  const contents = await Promise.all(artifacts.map((made) => contentOf(tools, state, made)))
  for (const [n, content] of contents.entries()) {
    if (typeof content === 'string') return fail(tools, state, 'MODEL_ANSWER_INVALID', content)
    const artifact = await keepArtifact(services, state, content)
    await tell(tools, state, `artifact ${n}`, { type: 'AddArtifact', by, artifact })
  }
  switch (outcome) {
    case 'COMPLETED': {
      const said = await services.vault.seal(state.organisation, message)
      return tell(tools, state, 'end', { type: 'CompleteTask', by, answer: said })
    }
    case 'INPUT_REQUIRED': {
      const question = await messageOf(tools, state, message)
      return tell(tools, state, 'end', { type: 'AskForInput', by, question })
    }
    case 'REJECTED': {
      const reason = await services.vault.seal(state.organisation, message)
      return tell(tools, state, 'end', { type: 'RejectTask', by, reason })
    }
    default:
      return exhausted(outcome)
  }
}

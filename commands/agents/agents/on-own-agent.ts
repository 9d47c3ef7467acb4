import { z } from 'zod'
import {
  agent,
  agentStatuses,
  type AgentCommand,
  type ExistingAgent,
} from '../../../domain/agents/agents/agent.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandDefinition } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

export const AgentInput = z.strictObject({ agentId: Id })

export const AgentAnswer = z.object({ agentId: Id, status: z.enum(agentStatuses) })
export type AgentAnswer = z.output<typeof AgentAnswer>

/** The agent, if it is the caller's organisation's. */
export const ownAgent = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  agentId: string,
): Promise<ExistingAgent | Rejection> => {
  const { state } = await load(agent, agentId)
  return state.kind === 'existing' && actsFor(context, state.organisation)
    ? state
    : notFound('agent')
}

/** A command on one of the caller's organisation's agents; `wish` says what to ask of it, or why nothing. */
export const onOwnAgent = <Input extends z.ZodType<{ readonly agentId: string }>>(
  name: string,
  input: Input,
  wish: (
    input: z.output<Input>,
    tools: CommandTools,
    state: ExistingAgent,
  ) => AgentCommand | Rejection | Promise<AgentCommand | Rejection>,
): CommandDefinition<Input, AgentAnswer> => ({
  name,
  input,
  scope: 'agents:write',
  run: async (wanted, tools) => {
    const { agentId } = wanted
    const owned = await ownAgent(tools, agentId)
    if (isRejection(owned)) return owned
    const wished = await wish(wanted, tools, owned)
    // What the world says now counts only if the command was not executed before.
    const changed = isRejection(wished)
      ? ((await tools.answered(agent, agentId)) ?? wished)
      : await tools.change(agent, agentId, wished)
    if (!('stream' in changed)) return changed
    return changed.state.kind === 'existing'
      ? { answer: { agentId, status: changed.state.status }, changed }
      : notFound('agent')
  },
})

import { z } from 'zod'
import {
  agent,
  agentStatuses,
  mostMemories,
  type ExistingAgent,
} from '../../../domain/agents/agents/agent.ts'
import { AgentProfile, titleOf } from '../../../domain/agents/agents/profile.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { load } from '../../shared/load.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const AgentView = z.strictObject({
  agentId: Id,
  status: z.enum(agentStatuses),
  version: z.int().min(1),
  /** What it is there for, in words. */
  title: z.string().max(60),
  profile: AgentProfile.omit({ instructions: true }).extend({
    instructions: z.string().max(10_000).exactOptional(),
  }),
  memory: z
    .array(z.strictObject({ key: z.string().max(80), text: z.string().max(4000) }))
    .max(mostMemories),
})
export type AgentView = z.output<typeof AgentView>

/** An agent of the caller's organisation as it is now, its texts in clear. */
export const readAgent = async (
  services: Services,
  context: CommandContext,
  agentId: string,
): Promise<ReadOutcome<AgentView>> => {
  const outcome = await readAggregate(services, context, 'agents:read', agent, agentId, (state) =>
    state.kind === 'existing' && actsFor(context, state.organisation) ? state : notFound('agent'),
  )
  return outcome.kind === 'failed'
    ? outcome
    : { ...outcome, view: await shown(services, outcome.view) }
}

const shown = async (
  { vault }: Pick<Services, 'vault'>,
  { agentId, status, version, profile, memory }: ExistingAgent,
): Promise<AgentView> => {
  const { instructions: sealed, ...rest } = profile
  const instructions = sealed === undefined ? undefined : await vault.open(sealed)
  const remembered = await Promise.all(
    Object.entries(memory).map(async ([key, text]) => ({ key, text: await vault.open(text) })),
  )
  return {
    ...{ agentId, status, version, title: titleOf(profile.role) },
    profile: { ...rest, ...(instructions === undefined ? {} : { instructions }) },
    memory: remembered.flatMap(({ key, text }) => (text === undefined ? [] : [{ key, text }])),
  }
}

/** The agent, if it is that organisation's and takes up tasks. For those who are about to give it one. */
export const activeAgent = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  organisation: string,
  agentId: string,
): Promise<ExistingAgent | Rejection> => {
  const { state } = await load(eventStore, foldCache, agent, agentId)
  if (state.kind === 'absent' || state.organisation !== organisation) return notFound('agent')
  return state.status === 'ACTIVE'
    ? state
    : reject('AGENT_NOT_ACTIVE', `The agent is ${state.status}.`)
}

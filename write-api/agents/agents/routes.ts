import { z } from 'zod'
import {
  configureAgent,
  forgetForAgent,
  pauseAgent,
  rememberForAgent,
  resumeAgent,
  retireAgent,
} from '../../../commands/agents/agents/change-agent.ts'
import { AgentAnswer } from '../../../commands/agents/agents/on-own-agent.ts'
import { AgentView, readAgent } from '../../../commands/agents/agents/read-agent.ts'
import { spawnAgent } from '../../../commands/agents/agents/spawn-agent.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const AgentPath = z.strictObject({ agentId: Id })
const MemoryPath = AgentPath.extend({ key: rememberForAgent.input.shape.key })
const locationOf = ({ agentId }: { readonly agentId: string }): string => `/v1/agents/${agentId}`
const links = [{ operationId: 'getAgent', parameter: 'agentId', member: 'agentId' }]

const profile = {
  name: 'Ada',
  description: 'Knows her way around small molecules.',
  role: { kind: 'QUANTUM_SPECIALIST' },
  skills: [
    {
      id: 'circuits',
      name: 'Circuits',
      description: 'Writes and shortens circuits.',
      tags: ['openqasm'],
    },
  ],
  tools: ['optimiseCircuit'],
  budgetPerTask: { amount: '50', asset: 'USD/2' },
  instructions: 'Answer in plain words.',
} as const

const onAgent = (
  operationId: string,
  summary: string,
  description: string,
  action: 'pause' | 'resume' | 'retire',
  command: typeof pauseAgent,
): Mount =>
  mountCommand({
    ...{ operationId, summary, description, command },
    tag: 'agents',
    problems: ['NOT_FOUND', 'AGENT_NOT_ACTIVE'],
    method: 'POST',
    path: `/v1/agents/:agentId/${action}`,
    params: AgentPath,
    body: noBody,
    input: ({ agentId }) => ({ agentId }),
    status: 200,
    answer: AgentAnswer,
    precondition: 'accepted',
  })

export const agentRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'spawnAgent',
    tag: 'agents',
    summary: 'Spawn an agent',
    description:
      'It works for your organisation from then on: on tasks that it is given, within a budget for each of them, by the models that its policy allows.',
    problems: [],
    links,
    method: 'POST',
    path: '/v1/agents',
    command: spawnAgent,
    params: z.strictObject({}),
    body: spawnAgent.input,
    example: profile,
    input: (_, body) => body,
    status: 201,
    answer: z.object({ agentId: Id }),
    location: locationOf,
  }),
  mountQuery({
    operationId: 'getAgent',
    tag: 'agents',
    summary: 'Read an agent',
    description: 'Its profile, and what it keeps in mind.',
    problems: ['NOT_FOUND'],
    path: '/v1/agents/:agentId',
    params: AgentPath,
    answer: AgentView,
    read: ({ services }, context, { agentId }) => readAgent(services, context, agentId),
  }),
  mountCommand({
    operationId: 'configureAgent',
    tag: 'agents',
    summary: 'Configure an agent',
    description: 'Replaces its profile. Tasks that it is working on go on by the new one.',
    problems: ['NOT_FOUND', 'AGENT_NOT_ACTIVE'],
    method: 'PUT',
    path: '/v1/agents/:agentId/profile',
    command: configureAgent,
    params: AgentPath,
    body: configureAgent.input.shape.profile,
    example: profile,
    input: ({ agentId }, body) => ({ agentId, profile: body }),
    status: 200,
    answer: AgentAnswer,
    precondition: 'accepted',
  }),
  onAgent(
    'pauseAgent',
    'Pause an agent',
    'It takes up nothing new. What it is asked to go on with waits until it is resumed.',
    'pause',
    pauseAgent,
  ),
  onAgent('resumeAgent', 'Resume an agent', 'It takes up tasks again.', 'resume', resumeAgent),
  onAgent(
    'retireAgent',
    'Retire an agent',
    'For good. What it kept in mind is let go; its tasks stay.',
    'retire',
    retireAgent,
  ),
  mountCommand({
    operationId: 'rememberForAgent',
    tag: 'agents',
    summary: 'Have an agent remember something',
    description:
      'It is told of it with every task. Under the same key the new text takes the place of the old.',
    problems: ['NOT_FOUND', 'AGENT_NOT_ACTIVE', 'LIMIT_REACHED'],
    method: 'PUT',
    path: '/v1/agents/:agentId/memory/:key',
    command: rememberForAgent,
    params: MemoryPath,
    body: rememberForAgent.input.omit({ agentId: true, key: true }),
    example: { text: 'Our chemists prefer hartrees.' },
    input: ({ agentId, key }, { text }) => ({ agentId, key, text }),
    status: 200,
    answer: AgentAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'forgetForAgent',
    tag: 'agents',
    summary: 'Have an agent forget something',
    problems: ['NOT_FOUND', 'AGENT_NOT_ACTIVE'],
    method: 'DELETE',
    path: '/v1/agents/:agentId/memory/:key',
    command: forgetForAgent,
    params: MemoryPath,
    body: noBody,
    input: ({ agentId, key }) => ({ agentId, key }),
    status: 200,
    answer: AgentAnswer,
    precondition: 'accepted',
  }),
]

import type { AgentProfile } from '../../../domain/agents/agents/profile.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { Agent } from './refs.ts'

export const AgentStatus = builder.enumType('AgentStatus', {
  description: 'Whether an agent takes up tasks.',
  values: {
    ACTIVE: { description: 'It does.' },
    PAUSED: { description: 'Not until it is resumed.' },
    RETIRED: { description: 'Never again.' },
  },
})

const AgentSkill = builder.objectRef<AgentProfile['skills'][number]>('AgentSkill').implement({
  description: 'Something that an agent can do, as its card says it.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Its short name.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { description: 'In words.' }),
    tags: t.exposeStringList('tags', { description: 'To be found by.' }),
  }),
})

Agent.implement({
  description: 'An agent that works for your organisation.',
  fields: (t) => ({
    agentId: t.exposeID('agent_id', { description: 'The hub’s id of it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    status: t.expose('status', { type: AgentStatus, description: 'Whether it takes up tasks.' }),
    version: t.exposeInt('version', { description: 'Raised by every change of its profile.' }),
    role: t.exposeString('role', { description: 'What it is there for.' }),
    description: t.string({
      description: 'In words.',
      resolve: ({ profile }) => profile.description,
    }),
    skills: t.field({
      type: [AgentSkill],
      description: 'What it can do.',
      resolve: ({ profile }) => [...profile.skills],
    }),
    tools: t.stringList({
      description: 'What it may use.',
      resolve: ({ profile }) => [...profile.tools],
    }),
    budgetPerTask: t.field({
      type: Money,
      description: 'What is held for each task that brings no budget of its own.',
      resolve: ({ profile }) => profile.budgetPerTask,
    }),
    remembers: t.exposeStringList('memory_keys', {
      description: 'What it keeps something in mind under.',
    }),
    spawnedAt: t.expose('spawned_at', { type: 'DateTime', description: 'When it came to be.' }),
  }),
})

import type { AgentRow } from '../../../projections/agents/agents/tables.ts'
import { builder } from '../../schema/builder.ts'

export const Agent = builder.objectRef<AgentRow>('Agent')

export const AgentConnection = builder.connectionObject(
  { type: Agent, name: 'AgentConnection', description: 'A page of agents.' },
  { name: 'AgentEdge', description: 'One of the agents, with its place in the list.' },
)

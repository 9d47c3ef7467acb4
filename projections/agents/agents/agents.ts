import { definitions, type AgentEvent } from '../../../domain/agents/agents/agent.ts'
import { titleOf, type AgentProfile } from '../../../domain/agents/agents/profile.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { AgentRow } from './tables.ts'

const shown = ({ instructions: _, ...profile }: AgentProfile): AgentRow['profile'] => profile

/** Agents as they are configured, without their texts. */
export const agents = projectionOf({
  name: 'agents',
  definitions,
  touches: ({ type, data }) => [
    { table: 'agents', key: { agent_id: data.agentId }, isNew: type === 'AgentSpawned' },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const row =
      event.type === 'AgentSpawned'
        ? spawned(event)
        : changed(existing(rows.get('agents', { agent_id: event.data.agentId }), event), event)
    return [{ do: 'put', table: 'agents', row: { ...row, revision, position } }]
  },
})

type Of<Type> = Extract<Projected<AgentEvent>, { type: Type }>

const spawned = ({ data, revision, position }: Of<'AgentSpawned'>): AgentRow => ({
  agent_id: data.agentId,
  organisation: data.organisation,
  name: data.profile.name,
  role: titleOf(data.profile.role),
  status: 'ACTIVE',
  version: 1,
  profile: shown(data.profile),
  memory_keys: [],
  spawned_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const changed = (
  before: AgentRow,
  event: Exclude<Projected<AgentEvent>, { type: 'AgentSpawned' }>,
): AgentRow => {
  switch (event.type) {
    case 'AgentConfigured': {
      const { profile } = event.data
      const { name, role } = profile
      const said = { name, role: titleOf(role) }
      return { ...before, ...said, profile: shown(profile), version: before.version + 1 }
    }
    case 'AgentRemembered':
    case 'AgentForgot': {
      const others = before.memory_keys.filter((key) => key !== event.data.key)
      const kept = event.type === 'AgentForgot' ? [] : [event.data.key]
      return { ...before, memory_keys: [...others, ...kept].toSorted() }
    }
    case 'AgentPaused':
      return { ...before, status: 'PAUSED' }
    case 'AgentResumed':
      return { ...before, status: 'ACTIVE' }
    case 'AgentRetired':
      return { ...before, status: 'RETIRED', memory_keys: [] }
    default:
      return exhausted(event)
  }
}

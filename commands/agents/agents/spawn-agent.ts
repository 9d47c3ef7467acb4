import { agent } from '../../../domain/agents/agents/agent.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { ProfileInput, profileOf, refusedProfile } from './profile-input.ts'

/** Brings an agent into being, which works for the organisation from then on. */
export const spawnAgent = defineCommand({
  name: 'agents.spawn',
  input: ProfileInput,
  scope: 'agents:write',
  run: async (profile, tools) => {
    const { context, services } = tools
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'Agents work for an organisation; act for one.')
    const agentId = derivedId(context.commandId, 'agent')
    const changed = await tools.create(agent, agentId, async () => {
      const refused = refusedProfile(profile, context)
      if (refused !== undefined) return refused
      const sealed = await profileOf(services, organisation, profile)
      const wish = { agentId, organisation, profile: sealed }
      return { command: { type: 'SpawnAgent' as const, ...wish } }
    })
    return 'stream' in changed ? { answer: { agentId }, changed } : changed
  },
})

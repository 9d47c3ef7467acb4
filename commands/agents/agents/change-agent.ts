import { z } from 'zod'
import { MemoryKey } from '../../../domain/agents/agents/agent.ts'
import { AgentInput, onOwnAgent } from './on-own-agent.ts'
import { ProfileInput, profileOf, refusedProfile } from './profile-input.ts'

/** Replaces all that is configured of an agent. */
export const configureAgent = onOwnAgent(
  'agents.configure',
  AgentInput.extend({ profile: ProfileInput }),
  async ({ profile }, { services, context }, { organisation }) =>
    refusedProfile(profile, context) ?? {
      type: 'ConfigureAgent',
      profile: await profileOf(services, organisation, profile),
    },
)

/** Gives an agent something to keep in mind, instead of what it had under the same key. */
export const rememberForAgent = onOwnAgent(
  'agents.remember',
  AgentInput.extend({ key: MemoryKey, text: z.string().trim().min(1).max(4000) }),
  async ({ key, text }, { services }, { organisation }) => ({
    type: 'Remember',
    key,
    text: await services.vault.seal(organisation, text),
  }),
)

export const forgetForAgent = onOwnAgent(
  'agents.forget',
  AgentInput.extend({ key: MemoryKey }),
  ({ key }) => ({ type: 'Forget', key }),
)

/** It takes up nothing until it is resumed. */
export const pauseAgent = onOwnAgent('agents.pause', AgentInput, () => ({ type: 'PauseAgent' }))

export const resumeAgent = onOwnAgent('agents.resume', AgentInput, () => ({ type: 'ResumeAgent' }))

/** For good. What it remembered is let go. */
export const retireAgent = onOwnAgent('agents.retire', AgentInput, () => ({ type: 'RetireAgent' }))

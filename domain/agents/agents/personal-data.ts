import type { SealedField } from '../../shared/personal-data.ts'

const field = (event: string, path: string, holds: string): SealedField => ({
  event,
  field: path,
  under: 'ORGANISATION',
  holds,
})

/** What agents are told to be like, and to remember. */
export const personalData: readonly SealedField[] = [
  field('AgentSpawned', 'profile.instructions', 'instructions of an agent'),
  field('AgentConfigured', 'profile.instructions', 'instructions of an agent'),
  field('AgentRemembered', 'text', 'what an agent remembers'),
]

import type { SealedField } from '../../shared/personal-data.ts'

/** What agents and people say to each other. */
export const personalData: readonly SealedField[] = [
  {
    event: 'AgentMessageSent',
    field: 'text',
    under: 'ORGANISATION',
    holds: 'message to or from an agent',
  },
]

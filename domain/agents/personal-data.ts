import type { SealedField } from '../shared/personal-data.ts'
import { personalData as agents } from './agents/personal-data.ts'
import { personalData as calls } from './calls/personal-data.ts'
import { personalData as knowledge } from './knowledge/personal-data.ts'
import { personalData as messages } from './messages/personal-data.ts'
import { personalData as tasks } from './tasks/personal-data.ts'
import { personalData as workflows } from './workflows/personal-data.ts'

/** What the log holds of people, or of what they wrote, in this context. */
export const personalData: readonly SealedField[] = [
  ...agents,
  ...calls,
  ...knowledge,
  ...messages,
  ...tasks,
  ...workflows,
]

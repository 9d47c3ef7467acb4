import { personalData as accounts } from './accounts/personal-data.ts'
import { personalData as agents } from './agents/personal-data.ts'
import { personalData as bills } from './billing/bills/personal-data.ts'
import { personalData as catalog } from './catalog/personal-data.ts'
import { personalData as engagement } from './engagement/personal-data.ts'
import type { SealedField } from './shared/personal-data.ts'

/** Every sealed field of every event, declared by the context that writes it. */
export const personalData: readonly SealedField[] = [
  ...accounts,
  ...agents,
  ...bills,
  ...catalog,
  ...engagement,
]

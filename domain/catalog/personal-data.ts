import type { SealedField } from '../shared/personal-data.ts'

/** What the log holds of people in this context: what they say of apps in their own name. */
export const personalData: readonly SealedField[] = [
  { event: 'ReviewWritten', field: 'title', under: 'PERSON', holds: 'title of a review' },
  { event: 'ReviewWritten', field: 'body', under: 'PERSON', holds: 'text of a review' },
  { event: 'ReviewEdited', field: 'title', under: 'PERSON', holds: 'title of a review' },
  { event: 'ReviewEdited', field: 'body', under: 'PERSON', holds: 'text of a review' },
]

import type { SealedField } from '../shared/personal-data.ts'

/** What the log holds of people and organisations in this context. */
export const personalData: readonly SealedField[] = [
  {
    event: 'NotificationMailQueued',
    field: 'item.text',
    under: 'PERSON',
    holds: 'what a mail told',
  },
  {
    event: 'WebhookEndpointCreated',
    field: 'secret.sealed',
    under: 'ORGANISATION',
    holds: 'secret that requests are signed with',
  },
  {
    event: 'WebhookSecretRotated',
    field: 'secret.sealed',
    under: 'ORGANISATION',
    holds: 'secret that requests are signed with',
  },
]

import type { KindOfNotification } from '../kind.ts'

export const ofEngagement = {
  'webhook.disabled': {
    on: ['WebhookEndpointDisabled'],
    tells: { organisation: 'organisationId' },
    severity: 'WARNING',
    mailed: true,
    title: 'A webhook endpoint was disabled',
    text: 'Nothing is sent to the endpoint {endpointId} any more ({reason}). Enable it once its receiver works again.',
    about: 'WebhookEndpoint:{endpointId}',
    when: (_, after) => after['reason'] !== 'REQUESTED',
  },
} as const satisfies Readonly<Record<string, KindOfNotification>>

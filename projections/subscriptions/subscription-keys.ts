import { definitions } from '../../domain/subscriptions/subscription-key.ts'
import { projectionOf } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'

export const subscriptionKeys = projectionOf({
  name: 'subscription-keys',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'subscription_keys', key: { key_id: data.keyId }, isNew: revision === 0n },
  ],
  apply: ({ type, data, revision, position }, rows): readonly RowWrite[] => {
    const { keyId: key_id, at } = data
    switch (type) {
      case 'SubscriptionKeyCreated': {
        const row = {
          key_id,
          subscription_id: data.subscriptionId,
          organisation: data.organisation,
          app_id: data.appId,
          created_by: data.createdBy,
          name: data.name,
          prefix: data.prefix,
          last4: data.last4,
          per_minute: data.perMinute,
          created_at: new Date(at),
          expires_at: data.expiresAt === undefined ? null : new Date(data.expiresAt),
          revoked_at: null,
          created_position: position,
          revision,
          position,
        }
        return [{ do: 'put', table: 'subscription_keys', row }]
      }
      case 'SubscriptionKeyRevoked': {
        const before = rows.get('subscription_keys', { key_id })
        if (before === undefined) return []
        const row = { ...before, revoked_at: new Date(at), revision, position }
        return [{ do: 'put', table: 'subscription_keys', row }]
      }
      default:
        return type satisfies never
    }
  },
})

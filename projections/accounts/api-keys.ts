import { definitions } from '../../domain/accounts/api-key-events.ts'
import type { ApiKeyEvent } from '../../domain/accounts/api-key.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { ApiKeyRow } from './tables.ts'

export const apiKeys = projectionOf({
  name: 'api-keys',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'api_keys', key: { key_id: data.keyId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const known = rows.get('api_keys', { key_id: event.data.keyId })
    const row =
      event.type === 'ApiKeyCreated'
        ? created(event)
        : { ...existing(known, event), ...changeOf(event) }
    return [{ do: 'put', table: 'api_keys', row: { ...row, revision, position } }]
  },
})

type Created = Extract<Projected<ApiKeyEvent>, { type: 'ApiKeyCreated' }>

const created = ({ data, revision, position }: Created): ApiKeyRow => ({
  key_id: data.keyId,
  organisation_id: data.organisationId,
  created_by: data.createdBy,
  name: data.name,
  prefix: data.prefix,
  last4: data.last4,
  scopes: data.scopes,
  enabled: true,
  limits: data.limits,
  meter_id: data.meterId,
  predecessor: data.predecessor ?? null,
  successor: null,
  created_at: new Date(data.at),
  expires_at: new Date(data.expiresAt),
  revoked_at: null,
  revoked_by: null,
  created_position: position,
  revision,
  position,
})

const changeOf = (event: Exclude<ApiKeyEvent, { type: 'ApiKeyCreated' }>): Partial<ApiKeyRow> => {
  switch (event.type) {
    case 'ApiKeyChanged': {
      const { name, scopes, enabled, limits } = event.data
      return { name, scopes, enabled, limits }
    }
    case 'ApiKeyRotated':
      return { successor: event.data.successor, expires_at: new Date(event.data.graceUntil) }
    case 'ApiKeyRevoked':
      return { revoked_at: new Date(event.data.at), revoked_by: event.data.revokedBy }
    default:
      return exhausted(event)
  }
}

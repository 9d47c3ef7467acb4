import { definitions, type SessionEvent } from '../../domain/accounts/session.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { SessionRow } from './tables.ts'

export const sessions = projectionOf({
  name: 'sessions',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'sessions', key: { session_id: data.sessionId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const known = rows.get('sessions', { session_id: event.data.sessionId })
    const row =
      event.type === 'SessionOpened'
        ? opened(event)
        : { ...existing(known, event), ...changeOf(event) }
    return [{ do: 'put', table: 'sessions', row: { ...row, revision, position } }]
  },
})

type Opened = Extract<Projected<SessionEvent>, { type: 'SessionOpened' }>

const opened = ({ data, revision, position }: Opened): SessionRow => ({
  session_id: data.sessionId,
  user_id: data.userId,
  organisation_id: data.organisationId,
  roles: data.roles,
  epoch: data.epoch,
  agent: data.agent ?? null,
  amr: data.amr,
  status: 'OPEN',
  opened_at: new Date(data.at),
  refreshed_at: null,
  expires_at: new Date(data.expiresAt),
  revoked_at: null,
  revoked_reason: null,
  created_position: position,
  revision,
  position,
})

const changeOf = (event: Exclude<SessionEvent, { type: 'SessionOpened' }>): Partial<SessionRow> => {
  const at = new Date(event.data.at)
  switch (event.type) {
    case 'SessionRefreshed': {
      const { organisationId, roles } = event.data
      return { organisation_id: organisationId, roles, refreshed_at: at }
    }
    case 'SessionRevoked':
      return { status: 'REVOKED', revoked_at: at, revoked_reason: event.data.reason }
    default:
      return exhausted(event)
  }
}

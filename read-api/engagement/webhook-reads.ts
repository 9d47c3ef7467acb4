import type { RawBuilder } from 'kysely'
import type { WebhookEndpointRow, WebhookMessageRow } from '../../projections/engagement/tables.ts'
import { creationOrder } from '../pagination/creation.ts'
import { isOneOf, uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, type SortOrder, takePage } from '../pagination/keyset.ts'
import { byUuid, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { ownedBy, visible } from '../view/visible.ts'

export const webhookOrder = creationOrder('webhook.created')
export const attemptOrder: SortOrder = {
  name: 'webhook.attempt',
  columns: [{ column: 'position', type: 'bigint' }],
}

const isVisible = (caller: Caller, table: string): RawBuilder<boolean> =>
  visible(caller, 'webhooks:write', ownedBy(`${table}.organisation_id`))

export const readEndpoints = (
  db: ReadDb,
  caller: Caller,
  page: PageRequest,
): Promise<readonly WebhookEndpointRow[]> =>
  takePage(
    db.selectFrom('webhook_endpoints').selectAll().where(isVisible(caller, 'webhook_endpoints')),
    page,
  ).execute()

export type MessageFilter = {
  readonly endpointId?: string | null | undefined
  readonly status?: readonly string[] | null | undefined
  readonly eventTypes?: readonly string[] | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

export const readMessages = (
  db: ReadDb,
  caller: Caller,
  { endpointId, status, eventTypes, from, before }: MessageFilter,
  page: PageRequest,
): Promise<readonly WebhookMessageRow[]> => {
  let query = db
    .selectFrom('webhook_messages')
    .selectAll()
    .where(isVisible(caller, 'webhook_messages'))
  if (endpointId != null)
    query = query.where('endpoint_id', '=', uuidArgument('endpointId', endpointId))
  if (status != null) query = query.where(isOneOf('status', status))
  if (eventTypes != null) query = query.where(isOneOf('event_type', eventTypes))
  if (from != null) query = query.where('created_at', '>=', from)
  if (before != null) query = query.where('created_at', '<', before)
  return takePage(query, page).execute()
}

export const webhookLoaders = (db: ReadDb, caller: Caller) => ({
  webhookEndpoints: byUuid(
    (ids) =>
      db
        .selectFrom('webhook_endpoints')
        .selectAll()
        .where('endpoint_id', 'in', ids)
        .where(isVisible(caller, 'webhook_endpoints'))
        .execute(),
    ({ endpoint_id }) => endpoint_id,
  ),
  webhookMessages: byUuid(
    (ids) =>
      db
        .selectFrom('webhook_messages')
        .selectAll()
        .where('message_id', 'in', ids)
        .where(isVisible(caller, 'webhook_messages'))
        .execute(),
    ({ message_id }) => message_id,
  ),
  /** Reached through a message alone, and so only where that is visible. */
  webhookAttempts: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('webhook_attempts')
        .selectAll()
        .whereRef('webhook_attempts.message_id', '=', 'parent.id'),
    ({ position }) => [position.toString()],
  ),
})

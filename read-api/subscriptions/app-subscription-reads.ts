import { type RawBuilder, sql } from 'kysely'
import type { SubscriptionStatus } from '../../domain/subscriptions/subscription-state.ts'
import type {
  SubscriptionChargeRow,
  SubscriptionRow,
} from '../../projections/subscriptions/tables.ts'
import { creationKey, creationOrder } from '../pagination/creation.ts'
import { isOneOf, uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, type SortKey, type SortOrder, takePage } from '../pagination/keyset.ts'
import { byUuid, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { visible } from '../view/visible.ts'

const created = { column: 'created_position', type: 'bigint' } as const

type Order = SortOrder & { readonly keyOf: (row: SubscriptionRow) => SortKey }

export const subscriptionOrders: Readonly<Record<'STARTED_AT' | 'PERIOD_END', Order>> = {
  STARTED_AT: {
    name: 'subscription.started',
    columns: [created],
    keyOf: creationKey,
  },
  PERIOD_END: {
    name: 'subscription.end',
    columns: [{ column: 'period_end_ms', type: 'bigint' }, created],
    keyOf: (row) => [row.period_end_ms.toString(), row.created_position.toString()],
  },
}

export const chargeOrder = creationOrder('subscription.charge')

/** For the organisation that has it, and for the seller of the app. */
const ofEitherSide = (caller: Caller, table: string): RawBuilder<boolean> =>
  visible(
    caller,
    'billing:read',
    ({ organisation }) =>
      sql`(${sql.ref(`${table}.organisation`)} = ${organisation}
        or ${sql.ref(`${table}.seller_organisation`)} = ${organisation})`,
  )

const subscriptionIsVisible = (caller: Caller) => ofEitherSide(caller, 'subscriptions')
const chargeIsVisible = (caller: Caller) => ofEitherSide(caller, 'subscription_charges')

/** Charges of one subscription are reached through it, and so only where it is visible. */
export const appSubscriptionLoaders = (db: ReadDb, caller: Caller) => ({
  appSubscriptions: byUuid(
    (ids) =>
      db
        .selectFrom('subscriptions')
        .selectAll()
        .where('subscription_id', 'in', ids)
        .where(subscriptionIsVisible(caller))
        .execute(),
    ({ subscription_id }) => subscription_id,
  ),
  subscriptionCharges: byUuid(
    (ids) =>
      db
        .selectFrom('subscription_charges')
        .selectAll()
        .where('charge_id', 'in', ids)
        .where(chargeIsVisible(caller))
        .execute(),
    ({ charge_id }) => charge_id,
  ),
  chargesOfSubscription: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('subscription_charges')
        .selectAll()
        .whereRef('subscription_charges.subscription_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
})

type Perspective = 'BOUGHT' | 'SOLD'

export type SubscriptionFilter = {
  readonly perspective?: Perspective | null | undefined
  readonly status?: readonly SubscriptionStatus[] | null | undefined
  readonly appId?: string | null | undefined
  readonly planId?: string | null | undefined
  readonly periodEndsBefore?: Date | null | undefined
}

/** `organisation` is the caller's: what it has, or what others have of it. */
export const readSubscriptions = (
  db: ReadDb,
  caller: Caller,
  organisation: string,
  filter: SubscriptionFilter,
  page: PageRequest,
): Promise<readonly SubscriptionRow[]> => {
  let query = db.selectFrom('subscriptions').selectAll().where(subscriptionIsVisible(caller))
  if (filter.perspective === 'BOUGHT') query = query.where('organisation', '=', organisation)
  if (filter.perspective === 'SOLD') query = query.where('seller_organisation', '=', organisation)
  if (filter.status != null) query = query.where(isOneOf('status', filter.status))
  if (filter.appId != null) query = query.where('app_id', '=', uuidArgument('appId', filter.appId))
  if (filter.planId != null)
    query = query.where('plan_id', '=', uuidArgument('planId', filter.planId))
  if (filter.periodEndsBefore != null)
    query = query.where('period_end', '<', filter.periodEndsBefore)
  return takePage(query, page).execute()
}

export type ChargeFilter = {
  readonly perspective?: Perspective | null | undefined
  readonly status?: readonly SubscriptionChargeRow['status'][] | null | undefined
  readonly subscriptionId?: string | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

export const readCharges = (
  db: ReadDb,
  caller: Caller,
  organisation: string,
  filter: ChargeFilter,
  page: PageRequest,
): Promise<readonly SubscriptionChargeRow[]> => {
  let query = db.selectFrom('subscription_charges').selectAll().where(chargeIsVisible(caller))
  if (filter.perspective === 'BOUGHT') query = query.where('organisation', '=', organisation)
  if (filter.perspective === 'SOLD') query = query.where('seller_organisation', '=', organisation)
  if (filter.status != null) query = query.where(isOneOf('status', filter.status))
  if (filter.subscriptionId != null)
    query = query.where(
      'subscription_id',
      '=',
      uuidArgument('subscriptionId', filter.subscriptionId),
    )
  if (filter.from != null) query = query.where('asked_at', '>=', filter.from)
  if (filter.before != null) query = query.where('asked_at', '<', filter.before)
  return takePage(query, page).execute()
}

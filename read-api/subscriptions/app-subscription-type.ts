import type { SubscriptionRow } from '../../projections/subscriptions/tables.ts'
import { PlanType } from '../catalog/plan-type.ts'
import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { SubscriptionChargeConnection } from '../schema/connections.ts'
import { AppSubscription, Listing, SubscriptionCharge } from '../schema/refs.ts'
import { belongsTo, type Caller } from '../view/caller.ts'
import { AppSubscriptionStatus, SubscriptionPayment } from './app-subscription-enums.ts'
import { chargeOrder } from './app-subscription-reads.ts'

/** What only the buyer's organisation sees. */
const ofBuyer = <Value>(
  caller: Caller,
  { organisation }: SubscriptionRow,
  value: Value,
): Value | null => (belongsTo(caller, organisation) ? value : null)

builder.node(AppSubscription, {
  description:
    'An organisation’s right to use an app, at the plan and price of the day it was bought. The seller sees it too, but ' +
    'not whose it is.',
  id: { resolve: ({ subscription_id }) => subscription_id },
  loadOne: (id, { view }) => view.loaders.appSubscriptions.load(id),
  fields: (t) => ({
    subscriptionId: t.exposeID('subscription_id', {
      description: 'The hub’s id, as commands take it.',
    }),
    appId: t.exposeID('app_id', { description: 'To which app.' }),
    listing: t.field({
      type: Listing,
      nullable: true,
      description: 'The listing of the app; null when it is not on the market.',
      resolve: async ({ app_id }, _, { view }) =>
        (await view.loaders.listings.load(app_id)) ?? null,
    }),
    organisationId: t.id({
      nullable: true,
      description: 'Who has it; null for the seller.',
      resolve: (row, _, { view }) => ofBuyer(view.caller, row, row.organisation),
    }),
    subscriberId: t.id({
      nullable: true,
      description: 'Through which user it was bought; null for the seller.',
      resolve: (row, _, { view }) => ofBuyer(view.caller, row, row.subscriber),
    }),
    sellerOrganisationId: t.exposeID('seller_organisation', { description: 'Who sells the app.' }),
    status: t.expose('status', { type: AppSubscriptionStatus, description: 'Where it is.' }),
    plan: t.expose('plan', { type: PlanType, description: 'The plan, as it was bought.' }),
    scheduledPlan: t.expose('scheduled_plan', {
      type: PlanType,
      nullable: true,
      description: 'The plan from the next period on, if it changes then.',
    }),
    versionId: t.exposeID('version_id', { description: 'The version of the app that it runs.' }),
    periodIndex: t.exposeInt('period_index', {
      description: 'Which period it is in, counted from 0; that is the trial, if there was one.',
    }),
    periodStart: t.expose('period_start', {
      type: 'DateTime',
      description: 'When the period began.',
    }),
    periodEnd: t.expose('period_end', {
      type: 'DateTime',
      nullable: true,
      description: 'When the period ends; null for what was bought once.',
    }),
    payment: t.expose('payment', {
      type: SubscriptionPayment,
      description: 'Where the payment of the period is.',
    }),
    nextAttemptAt: t.expose('next_attempt_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When a payment that failed is tried again.',
    }),
    cancelsAtPeriodEnd: t.exposeBoolean('cancels_at_period_end', {
      description: 'Whether it ends with the period.',
    }),
    startedAt: t.expose('started_at', { type: 'DateTime', description: 'When it began.' }),
    endedAt: t.expose('ended_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was over.',
    }),
    runsCounted: t.int({
      nullable: true,
      description: 'Runs of the period that are done; null for the seller.',
      complexity: 1,
      resolve: async (row, _, { view }) => {
        const usage = await view.loaders.appUsage.load(`${row.subscription_id}-${row.period_index}`)
        return ofBuyer(view.caller, row, usage?.counted ?? 0)
      },
    }),
    runsUnderWay: t.int({
      nullable: true,
      description: 'Runs of the period that have a place and are not done; null for the seller.',
      complexity: 1,
      resolve: async (row, _, { view }) => {
        const usage = await view.loaders.appUsage.load(`${row.subscription_id}-${row.period_index}`)
        return ofBuyer(view.caller, row, usage?.open.length ?? 0)
      },
    }),
    charges: t.connection(
      {
        type: SubscriptionCharge,
        description: 'What was asked for it, the latest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ subscription_id }, args, { view }) =>
          view.loaders.chargesOfSubscription.load({
            parent: subscription_id,
            page: pageRequest(args, chargeOrder, 'DESC'),
          }),
      },
      SubscriptionChargeConnection,
    ),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})

import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql'
import { queryError } from '../errors/query-error.ts'
import type { ReadContext, View } from '../view/view.ts'
import { rowAt } from './as-of.ts'
import type { LogMoment } from '../../platform/history/moment.ts'

/** Something else that has a history: as it was at the same moment. */
type Related = (view: View, row: never, moment: LogMoment) => Promise<unknown>

type Kept = {
  /** Of the row itself, or of what never changes once it is there. */
  readonly fields: string
  readonly related?: Readonly<Record<string, Related>>
}

/** Which fields of what was have an answer. All others, new ones too, answer HISTORY_NOT_KEPT. */
export const kept: Readonly<Record<string, Kept>> = {
  Job: {
    fields:
      'attempt billing calibration cancelRequestedAt charge circuit correlationId deviceId endedAt estimate failure id jobId maximumCost name organisationId phase position price programHash providerJobId queuedAt quote result revision seed shots source startedAt status submittedAt submittedBy tags timeLimitSeconds usage',
    related: {
      device: async (view, { device_id }: { readonly device_id: string }, moment) => {
        const live = await view.loaders.devices.load(device_id)
        return live === undefined ? null : rowAt(view, 'devices', live, moment)
      },
    },
  },
  Device: {
    fields:
      'calibration connectivity description deviceId execution executionWindows gateSet id name nextOpening outsideWindows price priceBook providerOrganisationId qubits registeredAt revision shots status statusReason technology',
  },
  Wallet: {
    fields: 'asset autoTopUp available debt held id openedAt organisationId position walletId',
  },
  AppSubscription: {
    fields:
      'appId cancelsAtPeriodEnd endedAt id nextAttemptAt organisationId payment periodEnd periodIndex periodStart plan position scheduledPlan sellerOrganisationId startedAt status subscriberId subscriptionId versionId',
    related: {
      listing: async (view, { app_id }: { readonly app_id: string }, moment) => {
        const live = await view.loaders.listings.load(app_id)
        return live === undefined ? null : rowAt(view, 'listings', live, moment)
      },
    },
  },
  Listing: {
    fields:
      'appId categories commissionBasisPoints description id internalNote plans position previewRuns publishedAt reason screenshots sellerOrganisationId status submittedAt summary supportContact title updatedAt withdrawnPlans',
  },
  Bill: {
    fields:
      'asset billId creditNotes due dueAt id issuedAt lines net number organisationId overdue owed paidAt periodEnd periodStart position reminders revision settled status tax taxBasisPoints taxLabel',
  },
}

/** Makes the fields of these types look at whether what they are asked of is of today. */
export const tellOfThePast = (schema: GraphQLSchema): void => {
  for (const [name, { fields, related = {} }] of Object.entries(kept)) {
    const type = schema.getType(name)
    if (!isObjectType(type)) throw new Error(`${name} is no object of the schema`)
    const own = new Set(fields.split(' '))
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field
      const other = related[field.name]
      if (own.has(field.name)) continue
      field.resolve = (row: unknown, args: unknown, context: ReadContext, info) => {
        const then = context.view.past.of(row)
        if (then === undefined) return resolve(row, args, context, info)
        // It is a row of this type's table.
        if (other !== undefined) return other(context.view, row as never, then.moment)
        throw queryError(
          'HISTORY_NOT_KEPT',
          `${name}.${field.name} is known of today alone: ask for it without asOf.`,
        )
      }
    }
  }
}

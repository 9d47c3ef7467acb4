import { definitions, type ListingEvent } from '../../domain/catalog/listing-events.ts'
import type { OfferChanges } from '../../domain/catalog/listing-offer.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowRef, RowWrite } from '../shared/rows.ts'
import { changeRow, isOfRequest } from './listing-changes.ts'
import { offeredRows, plansAfter } from './listing-plans.ts'
import type { ListingRow } from './market-tables.ts'

/** Listings, the plans that they offer, and what was asked to be changed about them. */
export const listings = projectionOf({
  name: 'listings',
  definitions,
  touches: (event): readonly RowRef[] => {
    const { app_id } = keyOf(event)
    const listing = { table: 'listings', key: { app_id }, isNew: event.revision === 0n } as const
    if (!isOfRequest(event)) return [listing]
    const request_id = event.data.requestId
    return [listing, { table: 'listing_changes', key: { request_id } }]
  },
  apply: (event, rows): readonly RowWrite[] => {
    const before = rows.get('listings', keyOf(event))
    const row = rowAfter(before, event)
    const { plans, withdrawn_plans } = row
    const isSame = plans === before?.plans && withdrawn_plans === before.withdrawn_plans
    return [
      { do: 'put', table: 'listings', row },
      ...(isSame ? [] : offeredRows(row)),
      ...(isOfRequest(event) ? [changeRow(event, existing(before, event), rows)] : []),
    ]
  },
})

const keyOf = ({ data }: Projected<ListingEvent>) => ({ app_id: data.appId })

const rowAfter = (before: ListingRow | undefined, event: Projected<ListingEvent>): ListingRow => {
  const { revision, position } = event
  const updated_at = new Date(event.data.at)
  if (event.type === 'ListingDrafted') return drafted(event)
  const row = existing(before, event)
  return { ...row, ...changeOf(row, event), updated_at, revision, position }
}

const drafted = ({
  data,
  revision,
  position,
}: Extract<Projected<ListingEvent>, { type: 'ListingDrafted' }>): ListingRow => {
  const { offer } = data
  const at = new Date(data.at)
  return {
    app_id: data.appId,
    organisation_id: data.organisationId,
    status: 'DRAFT',
    status_before: 'DRAFT',
    title: offer.title,
    summary: offer.summary,
    description: offer.description,
    categories: offer.categories,
    screenshots: offer.screenshots,
    support_contact: offer.supportContact,
    preview_runs: offer.previewRuns,
    plans: offer.plans,
    withdrawn_plans: [],
    commission_basis_points: data.commissionBasisPoints,
    reason: null,
    internal_note: null,
    drafted_at: at,
    submitted_at: null,
    published_at: null,
    published_position: null,
    updated_at: at,
    created_position: position,
    revision,
    position,
  }
}

const changeOf = (
  row: ListingRow,
  event: Exclude<Projected<ListingEvent>, { type: 'ListingDrafted' }>,
): Partial<ListingRow> => {
  switch (event.type) {
    case 'ListingEdited':
    case 'ListingChangeAccepted':
      return offerAfter(row, event.data.changes)
    case 'ListingSubmitted':
      return { status: 'IN_REVIEW', submitted_at: new Date(event.data.at) }
    case 'ListingSubmissionWithdrawn':
      return { status: row.status_before }
    case 'ListingDeclined':
      return { status: row.status_before, ...verdict(event.data) }
    case 'ListingPublished':
    case 'ListingReinstated':
    case 'ListingRelisted':
      return {
        status: 'PUBLISHED',
        status_before: 'DELISTED',
        published_at: row.published_at ?? new Date(event.data.at),
        published_position: row.published_position ?? event.position,
        ...(event.type === 'ListingRelisted' ? {} : verdict(event.data)),
      }
    case 'ListingSuspended':
      return { status: 'SUSPENDED', ...verdict(event.data) }
    case 'ListingDelisted':
      return { status: 'DELISTED' }
    case 'ListingPlanWithdrawn':
    case 'ListingPlanRestored':
      return plansAfter(row, event)
    case 'ListingCommissionSet':
      return { commission_basis_points: event.data.commissionBasisPoints }
    // In rows of their own.
    case 'ListingChangeProposed':
    case 'ListingChangeWithdrawn':
    case 'ListingChangeDeclined':
      return {}
    default:
      return exhausted(event)
  }
}

const verdict = (data: { readonly reason?: string; readonly internalNote?: string }) => ({
  reason: data.reason ?? null,
  internal_note: data.internalNote ?? null,
})

const offerAfter = (row: ListingRow, changes: OfferChanges): Partial<ListingRow> => {
  const { supportContact, previewRuns, plans, ...words } = changes
  return {
    ...words,
    ...(supportContact === undefined ? {} : { support_contact: supportContact }),
    ...(previewRuns === undefined ? {} : { preview_runs: previewRuns }),
    ...(plans === undefined ? {} : plansAfter(row, plans)),
  }
}

import type { ListingEvent } from '../../domain/catalog/listing-events.ts'
import type { OfferChanges } from '../../domain/catalog/listing-offer.ts'
import { existing, type Projected } from '../shared/projection.ts'
import type { Rows, RowWrite } from '../shared/rows.ts'
import type { ListingChangeRow, ListingRow } from './market-tables.ts'

type OfRequest = Extract<
  Projected<ListingEvent>,
  {
    type:
      | 'ListingChangeProposed'
      | 'ListingChangeWithdrawn'
      | 'ListingChangeAccepted'
      | 'ListingChangeDeclined'
  }
>

export const isOfRequest = (event: Projected<ListingEvent>): event is OfRequest =>
  'requestId' in event.data

/** The request after the event; `listing` is as it was before it. */
export const changeRow = (event: OfRequest, listing: ListingRow, rows: Rows): RowWrite => {
  const { requestId: request_id } = event.data
  const row =
    event.type === 'ListingChangeProposed'
      ? proposed(event, listing)
      : decided(existing(rows.get('listing_changes', { request_id }), event), event)
  return { do: 'put', table: 'listing_changes', row: { ...row, position: event.position } }
}

const proposed = (
  { data, position }: Extract<OfRequest, { type: 'ListingChangeProposed' }>,
  listing: ListingRow,
): ListingChangeRow => ({
  request_id: data.requestId,
  app_id: data.appId,
  organisation_id: data.organisationId,
  status: 'OPEN',
  changes: data.changes,
  current: currentOf(data.changes, listing),
  reason: null,
  internal_note: null,
  proposed_at: new Date(data.at),
  decided_at: null,
  created_position: position,
  position,
})

const outcomes = {
  ListingChangeWithdrawn: 'WITHDRAWN',
  ListingChangeAccepted: 'ACCEPTED',
  ListingChangeDeclined: 'DECLINED',
} as const

const decided = (
  row: ListingChangeRow,
  { type, data }: Exclude<OfRequest, { type: 'ListingChangeProposed' }>,
): ListingChangeRow => ({
  ...row,
  status: outcomes[type],
  reason: 'reason' in data ? data.reason : null,
  internal_note: ('internalNote' in data ? data.internalNote : undefined) ?? null,
  decided_at: new Date(data.at),
})

/** What the listing has where the request wants something else. */
const currentOf = (changes: OfferChanges, listing: ListingRow): OfferChanges => ({
  ...(changes.title === undefined ? {} : { title: listing.title }),
  ...(changes.summary === undefined ? {} : { summary: listing.summary }),
  ...(changes.description === undefined ? {} : { description: listing.description }),
  ...(changes.categories === undefined ? {} : { categories: [...listing.categories] }),
  ...(changes.screenshots === undefined ? {} : { screenshots: [...listing.screenshots] }),
  ...(changes.supportContact === undefined ? {} : { supportContact: listing.support_contact }),
  ...(changes.previewRuns === undefined ? {} : { previewRuns: listing.preview_runs }),
  ...(changes.plans === undefined ? {} : { plans: [...listing.plans] }),
})

import { definitions, type ReviewEvent } from '../../domain/catalog/review-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Known, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import { ratingAfter } from './app-ratings.ts'
import type { ReviewRow } from './market-tables.ts'

/** Reviews in clear, and how many of those that are shown give so many stars. */
export const reviews = projectionOf({
  name: 'reviews',
  definitions,
  opens: ({ type, data }) =>
    type === 'ReviewWritten' || type === 'ReviewEdited' ? [data.title, data.body] : [],
  touches: ({ data }) => [
    { table: 'reviews', key: { review_id: data.reviewId } },
    { table: 'app_ratings', key: { app_id: data.appId } },
  ],
  apply: (event, known): readonly RowWrite[] => {
    const { revision, position } = event
    const before = known.get('reviews', { review_id: event.data.reviewId })
    const row =
      event.type === 'ReviewWritten'
        ? written(before, event, known)
        : { ...existing(before, event), ...changeOf(existing(before, event), event, known) }
    const { app_id } = row
    const ratings = known.get('app_ratings', { app_id })
    return [
      { do: 'put', table: 'reviews', row: { ...row, revision, position } },
      ...ratingAfter(ratings, { app_id, position }, starsOf(before), starsOf(row)),
    ]
  },
})

/** The stars that a review counts for; none while it is not shown. */
const starsOf = (row: ReviewRow | undefined): number | undefined =>
  row === undefined || row.withdrawn || row.hidden ? undefined : row.rating

type Written = Extract<Projected<ReviewEvent>, { type: 'ReviewWritten' }>

/** What others said of a review that was taken back stays with the one that its author writes after it. */
const written = (
  before: ReviewRow | undefined,
  { data, revision, position }: Written,
  { open }: Known,
): ReviewRow => ({
  review_id: data.reviewId,
  app_id: data.appId,
  author: data.author,
  organisation_id: data.organisationId,
  seller_organisation: data.sellerOrganisation,
  rating: data.rating,
  title: open(data.title),
  body: open(data.body),
  verified_by: data.use.kind,
  withdrawn: false,
  hidden: false,
  reply: before?.reply ?? null,
  replied_at: before?.replied_at ?? null,
  reports: before?.reports ?? 0,
  helpful: before?.helpful ?? 0,
  reason: null,
  internal_note: null,
  written_at: before?.written_at ?? new Date(data.at),
  edited_at: before === undefined ? null : new Date(data.at),
  created_position: before?.created_position ?? position,
  revision,
  position,
})

const changeOf = (
  row: ReviewRow,
  event: Exclude<Projected<ReviewEvent>, { type: 'ReviewWritten' }>,
  { open }: Known,
): Partial<ReviewRow> => {
  const at = new Date(event.data.at)
  switch (event.type) {
    case 'ReviewEdited': {
      const { rating, title, body } = event.data
      return { rating, title: open(title), body: open(body), edited_at: at }
    }
    case 'ReviewWithdrawn':
      return { withdrawn: true }
    case 'ReviewReplied':
      return { reply: event.data.reply, replied_at: at }
    case 'ReviewReported':
      return { reports: row.reports + 1 }
    case 'ReviewHidden':
      return { hidden: true, ...verdict(event.data) }
    case 'ReviewShown':
      return { hidden: false, reports: 0, ...verdict(event.data) }
    case 'ReviewFoundHelpful':
      return { helpful: row.helpful + 1 }
    case 'ReviewVoteTakenBack':
      return { helpful: row.helpful - 1 }
    default:
      return exhausted(event)
  }
}

const verdict = (data: { readonly reason: string; readonly internalNote?: string }) => ({
  reason: data.reason,
  internal_note: data.internalNote ?? null,
})

import { z } from 'zod'
import { changeListingAvailability } from '../../commands/catalog/change-listing-availability.ts'
import { changePlanSale } from '../../commands/catalog/change-plan-sale.ts'
import { draftListing } from '../../commands/catalog/draft-listing.ts'
import { editListing } from '../../commands/catalog/edit-listing.ts'
import { proposeListingChange } from '../../commands/catalog/propose-listing-change.ts'
import { ListingView, readListing } from '../../commands/catalog/read-listing.ts'
import { recordListingViews } from '../../commands/catalog/record-listing-views.ts'
import { submitListing } from '../../commands/catalog/submit-listing.ts'
import { withdrawListingChange } from '../../commands/catalog/withdraw-listing-change.ts'
import { withdrawSubmission } from '../../commands/catalog/withdraw-submission.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id, noBody } from '../shapes.ts'
import { exampleId, exampleOffer } from './market-examples.ts'

export const ListingPath = z.strictObject({ appId: Id })
export const RequestPath = ListingPath.extend({ requestId: Id })
export const ListingAnswer = z.object({ appId: Id, status: ListingView.shape.status })
export const locationOf = ({ appId }: { readonly appId: string }): string => `/v1/listings/${appId}`
export const toListing = [
  { operationId: 'getListing', parameter: 'appId', member: 'appId' },
] as const

/** What sellers do with listings, and what their readers do. */
export const listingRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'draftListing',
    tag: 'catalog',
    summary: 'Write down how an app is to be offered',
    description:
      'Nobody else sees it before it is published. An app has at most one listing. The support contact is shown to ' +
      'everybody: give the address of the organisation, not a person’s own.',
    problems: ['NOT_FOUND', 'ALREADY_EXISTS'],
    links: toListing,
    method: 'POST',
    path: '/v1/listings',
    command: draftListing,
    params: z.strictObject({}),
    body: draftListing.input,
    example: { appId: exampleId, ...exampleOffer },
    input: (_, body) => body,
    status: 201,
    answer: ListingAnswer,
    location: locationOf,
  }),
  mountQuery({
    operationId: 'getListing',
    tag: 'catalog',
    summary: 'Read a listing',
    description:
      'One on the market is shown to whoever is signed in, every other one to its seller.',
    problems: ['NOT_FOUND'],
    path: '/v1/listings/:appId',
    params: ListingPath,
    answer: ListingView,
    read: ({ services }, context, { appId }) => readListing(services, context, appId),
  }),
  mountCommand({
    operationId: 'editListing',
    tag: 'catalog',
    summary: 'Change a listing that is not on the market',
    description:
      'What is left out stays; `plans` is the whole new list. A plan whose price or gift becomes another gets the next ' +
      'price version. What is on the market changes by a change request.',
    problems: ['NOT_FOUND', 'ILLEGAL_LISTING_TRANSITION'],
    links: toListing,
    method: 'PATCH',
    path: '/v1/listings/:appId',
    command: editListing,
    params: ListingPath,
    body: editListing.input.shape.changes,
    example: { summary: exampleOffer.summary },
    input: ({ appId }, changes) => ({ appId, changes }),
    status: 200,
    answer: ListingAnswer,
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'submitListing',
    tag: 'catalog',
    summary: 'Submit a listing for review',
    description: 'It needs a plan on sale, and an app with a released version that is not private.',
    problems: ['NOT_FOUND', 'ILLEGAL_LISTING_TRANSITION', 'LISTING_INCOMPLETE'],
    links: toListing,
    method: 'POST',
    path: '/v1/listings/:appId/submission',
    command: submitListing,
    params: ListingPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: ListingAnswer,
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'withdrawSubmission',
    tag: 'catalog',
    summary: 'Take a listing back from review',
    problems: ['NOT_FOUND', 'ILLEGAL_LISTING_TRANSITION'],
    links: toListing,
    method: 'DELETE',
    path: '/v1/listings/:appId/submission',
    command: withdrawSubmission,
    params: ListingPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: ListingAnswer,
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'changeListingAvailability',
    tag: 'catalog',
    summary: 'Take a listing off the market, or put it back',
    description:
      'Subscriptions go on. It comes back as it was last agreed to; edited or suspended since, it is submitted again.',
    problems: ['NOT_FOUND', 'ILLEGAL_LISTING_TRANSITION', 'LISTING_REVIEW_REQUIRED'],
    links: toListing,
    method: 'PUT',
    path: '/v1/listings/:appId/availability',
    command: changeListingAvailability,
    params: ListingPath,
    body: changeListingAvailability.input.omit({ appId: true }),
    example: { available: false },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: ListingAnswer,
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'proposeListingChange',
    tag: 'catalog',
    summary: 'Ask for a change of a listing on the market',
    description: 'Members as in an edit. One request is open at a time; an operator accepts it.',
    problems: [
      'NOT_FOUND',
      'ILLEGAL_LISTING_TRANSITION',
      'CHANGE_REQUEST_OPEN',
      'LISTING_INCOMPLETE',
    ],
    links: toListing,
    method: 'POST',
    path: '/v1/listings/:appId/change-requests',
    command: proposeListingChange,
    params: ListingPath,
    body: proposeListingChange.input.omit({ appId: true }),
    example: { changes: { plans: exampleOffer.plans } },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: z.object({ appId: Id, requestId: Id }),
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'withdrawListingChange',
    tag: 'catalog',
    summary: 'Take a change request back',
    problems: ['NOT_FOUND'],
    links: toListing,
    method: 'DELETE',
    path: '/v1/listings/:appId/change-requests/:requestId',
    command: withdrawListingChange,
    params: RequestPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: z.object({ appId: Id, requestId: Id }),
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'changePlanSale',
    tag: 'catalog',
    summary: 'Take a plan from sale, or put it back',
    description: 'Who has subscribed to it keeps it. The last plan on sale stays.',
    problems: [
      'NOT_FOUND',
      'ILLEGAL_LISTING_TRANSITION',
      'CHANGE_REQUEST_OPEN',
      'LISTING_INCOMPLETE',
    ],
    links: toListing,
    method: 'PUT',
    path: '/v1/listings/:appId/plans/:planId/sale',
    command: changePlanSale,
    params: ListingPath.extend({ planId: Id }),
    body: changePlanSale.input.omit({ appId: true, planId: true }),
    example: { onSale: false },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: changePlanSale.input,
    location: locationOf,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'recordListingViews',
    tag: 'catalog',
    summary: 'Count that somebody looked at listings',
    description:
      'An account counts once a day (UTC) for a listing, its seller never. Send what was looked at together: what is ' +
      'new in it becomes one event. Who is not signed in is not counted.',
    problems: [],
    method: 'POST',
    path: '/v1/listing-views',
    command: recordListingViews,
    params: z.strictObject({}),
    body: recordListingViews.input,
    example: { appIds: [exampleId] },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ day: z.iso.date() }),
  }),
]

import { z } from 'zod'
import { chooseBillingCard } from '../../../commands/billing/bills/choose-card.ts'
import { requestBill } from '../../../commands/billing/bills/request-bill.ts'
import { nameBillingParty, setBillingTerms } from '../../../commands/billing/bills/set-profile.ts'
import { UpcomingBill, upcomingBill } from '../../../commands/billing/bills/upcoming-bill.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const Path = z.strictObject({ organisationId: Id })
const whole = '/v1/organisations/:organisationId'
const exampleId = '0b8f7c1e-3a52-4d3f-9a63-1c0e5f7d2b11'

const onProfile = {
  tag: 'billing',
  params: Path,
  answer: z.object({ organisationId: Id }),
  precondition: 'accepted',
} as const

/** How an organisation is billed. */
export const billingProfileRoutes: readonly Mount[] = [
  mountCommand({
    ...onProfile,
    operationId: 'nameBillingParty',
    summary: 'Say who is billed, and where bills are sent',
    description:
      'Stands on every bill that is issued from now on. It is kept encrypted under the organisation’s own key. Without ' +
      '`email`, bills are not sent.',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: `${whole}/billing-party`,
    command: nameBillingParty,
    body: nameBillingParty.input.omit({ organisationId: true }),
    example: {
      legalName: 'Example GmbH',
      address: ['Beispielstraße 1', '12345 Berlin'],
      country: 'DE',
      email: 'bills@example.org',
      taxId: 'DE123456789',
    },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onProfile,
    operationId: 'setBillingTerms',
    summary: 'Set on what terms an organisation is billed (operators)',
    description:
      'The tax on what is due, in hundredths of a percent; days until a bill is due; whether it is taken from wallet and ' +
      'card, or sent to be paid; and the price book by which metered usage is billed.',
    problems: ['NOT_FOUND', 'ASSET_MISMATCH'],
    method: 'PUT',
    path: `${whole}/billing-terms`,
    command: setBillingTerms,
    body: setBillingTerms.input.omit({ organisationId: true }),
    example: {
      tax: { label: 'VAT', basisPoints: 1_900 },
      paymentTermsDays: 14,
      collection: 'WALLET_THEN_CARD',
      priceBookId: exampleId,
    },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onProfile,
    operationId: 'chooseBillingCard',
    summary: 'Choose the card that pays what the wallet cannot pay of bills',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: `${whole}/billing-card`,
    command: chooseBillingCard,
    body: z.strictObject({ methodId: Id }),
    example: { methodId: exampleId },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onProfile,
    operationId: 'forgetBillingCard',
    summary: 'Have bills paid from no card any more',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: `${whole}/billing-card`,
    command: chooseBillingCard,
    body: noBody,
    input: (path) => path,
    status: 200,
  }),
  mountCommand({
    operationId: 'requestBill',
    tag: 'billing',
    summary: 'Have everything billed now that is not billed yet',
    description:
      'Without waiting for the end of the month. The bill is issued a moment later, and found by GraphQL `bills`; where ' +
      'nothing has happened, there is none.',
    problems: ['NOT_FOUND', 'ASSET_MISMATCH'],
    method: 'POST',
    path: `${whole}/bills`,
    params: Path,
    command: requestBill,
    body: requestBill.input.omit({ organisationId: true }),
    example: { asset: 'USD/2' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: z.object({ walletId: z.string().max(60) }),
  }),
  mountQuery({
    operationId: 'getUpcomingBill',
    tag: 'billing',
    summary: 'Read what the next bill would be now',
    problems: ['NOT_FOUND', 'FORBIDDEN', 'UNAVAILABLE'],
    path: `${whole}/upcoming-bills/:currency`,
    params: Path.extend({
      currency: z
        .string()
        .max(10)
        .regex(/^[A-Za-z0-9]{3,10}$/)
        .describe('The code of the wallet’s asset, like USD'),
    }),
    answer: UpcomingBill,
    read: ({ services }, context, { organisationId, currency }) =>
      upcomingBill(services, context, organisationId, currency),
  }),
]

import { z } from 'zod'
import { refreshPayee, startOnboarding } from '../../../commands/billing/payees/onboarding.ts'
import { PayeeAnswer } from '../../../commands/billing/payees/own-payee.ts'
import { PayeeView, readPayee } from '../../../commands/billing/payees/read-payee.ts'
import { requestPayout } from '../../../commands/billing/payees/request-payout.ts'
import { changePayeeSettings, setHoldBack } from '../../../commands/billing/payees/settings.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountStatementDownload } from './mount-statement-download.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, Instant, noBody } from '../../shapes.ts'

const PayeePath = z.strictObject({ organisationId: Id })
const whole = '/v1/payees/:organisationId'

const onPayee = {
  tag: 'billing',
  params: PayeePath,
  links: [{ operationId: 'getPayee', parameter: 'organisationId', member: 'organisation' }],
  location: ({ organisation }: { readonly organisation: string }) => `/v1/payees/${organisation}`,
} as const

const organisationOf = ({ organisationId }: z.output<typeof PayeePath>) => ({
  organisation: organisationId,
})

/** Who earns, and is paid: sellers of apps and owners of devices alike. */
export const payeeRoutes: readonly Mount[] = [
  mountQuery({
    operationId: 'getPayee',
    tag: 'billing',
    summary: 'Read how an organisation is paid, and what it has earned',
    description:
      '`available` can be paid out now; `total` also counts what is held back, and is negative when more was given back ' +
      'than there was: then it is taken from what is earned next.',
    problems: ['NOT_FOUND'],
    path: whole,
    params: PayeePath,
    answer: PayeeView,
    read: ({ services }, context, { organisationId }) =>
      readPayee(services, context, organisationId),
  }),
  mountCommand({
    ...onPayee,
    operationId: 'startPayeeOnboarding',
    summary: 'Begin, or go on with, the payment provider’s questions to who wants to be paid',
    description:
      'Answers the provider’s page, which is good for some minutes and one visit: ask again for another. Whoever fills it ' +
      'in comes back to `returnUrl`. What the provider decides is seen in `getPayee`.',
    problems: ['NOT_FOUND', 'UNAVAILABLE'],
    method: 'PUT',
    path: `${whole}/onboarding`,
    command: startOnboarding,
    body: startOnboarding.input.omit({ organisation: true }),
    example: {
      country: 'DE',
      returnUrl: 'https://seller.example/paid',
      refreshUrl: 'https://seller.example/again',
    },
    input: (path, body) => ({ ...organisationOf(path), ...body }),
    status: 200,
    answer: PayeeAnswer.extend({
      link: z
        .object({ url: z.url().max(2_000), expiresAt: Instant })
        .optional()
        .describe('Absent when the provider gives none now: ask again'),
    }),
    secret: true,
  }),
  mountCommand({
    ...onPayee,
    operationId: 'refreshPayee',
    summary: 'Look at the payment provider how far the onboarding is',
    problems: ['NOT_FOUND', 'PAYEE_NOT_ACTIVE', 'UNAVAILABLE'],
    method: 'POST',
    path: `${whole}/onboarding/refresh`,
    command: refreshPayee,
    body: noBody,
    input: organisationOf,
    status: 200,
    answer: PayeeAnswer,
  }),
  mountCommand({
    ...onPayee,
    operationId: 'changePayeeSettings',
    summary: 'Change when an organisation is paid, and from how much on',
    description:
      '`weekday` 1 is Monday. A day of the month that a month does not have is its last. `NEVER`: only when asked for. What ' +
      'is not given stays.',
    problems: ['NOT_FOUND'],
    method: 'PATCH',
    path: `${whole}/settings`,
    command: changePayeeSettings,
    body: changePayeeSettings.input.omit({ organisation: true }),
    example: {
      schedule: { every: 'WEEK', weekday: 5 },
      minimums: [{ asset: 'USD/2', amount: '2500' }],
    },
    input: (path, body) => ({ ...organisationOf(path), ...body }),
    status: 200,
    answer: PayeeAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    ...onPayee,
    operationId: 'setPayeeHoldBack',
    summary: 'Set for how many days an organisation’s earnings are held back (operators)',
    description: 'It counts for what is settled from now on.',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: `${whole}/hold-back`,
    command: setHoldBack,
    body: setHoldBack.input.omit({ organisation: true }),
    example: { holdBackDays: 14 },
    input: (path, body) => ({ ...organisationOf(path), ...body }),
    status: 200,
    answer: PayeeAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    ...onPayee,
    operationId: 'requestPayout',
    summary: 'Pay out now',
    description:
      'So much, or without `amount` all that is available. What the bank refuses or sends back comes back to the balance.',
    problems: [
      'NOT_FOUND',
      'PAYEE_NOT_ACTIVE',
      'PAYOUT_ABOVE_BALANCE',
      'AMOUNT_OUT_OF_RANGE',
      'ASSET_MISMATCH',
    ],
    method: 'POST',
    path: `${whole}/payouts`,
    command: requestPayout,
    body: requestPayout.input.omit({ organisation: true }),
    example: { asset: 'USD/2', amount: '5000' },
    input: (path, body) => ({ ...organisationOf(path), ...body }),
    status: 201,
    answer: z.object({ organisation: Id, payoutId: Id }),
  }),
  mountStatementDownload(),
]

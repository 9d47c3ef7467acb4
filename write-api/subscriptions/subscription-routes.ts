import { z } from 'zod'
import { cancelSubscription, withdrawCancellation } from '../../commands/subscriptions/cancel.ts'
import { changePlan } from '../../commands/subscriptions/change-plan.ts'
import { changeVersion } from '../../commands/subscriptions/change-version.ts'
import {
  pauseSubscription,
  paySubscription,
  resumeSubscription,
  unschedulePlanChange,
} from '../../commands/subscriptions/lifecycle.ts'
import {
  readSubscription,
  SubscriptionView,
} from '../../commands/subscriptions/read-subscription.ts'
import { subscribe } from '../../commands/subscriptions/subscribe.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id, noBody } from '../shapes.ts'

const SubscriptionPath = z.strictObject({ subscriptionId: Id })
const Answer = z.object({ subscriptionId: Id, status: SubscriptionView.shape.status })

const exampleId = '0b8f7c1e-3a52-4d3f-9a63-1c0e5f7d2b11'
const whole = '/v1/subscriptions/:subscriptionId'

/** What all commands on one subscription have in common. */
const onOne = {
  tag: 'subscriptions',
  links: [
    { operationId: 'getSubscription', parameter: 'subscriptionId', member: 'subscriptionId' },
  ],
  params: SubscriptionPath,
  answer: Answer,
  location: ({ subscriptionId }: { readonly subscriptionId: string }) =>
    `/v1/subscriptions/${subscriptionId}`,
  precondition: 'accepted',
} as const

export const subscriptionRoutes: readonly Mount[] = [
  mountCommand({
    ...onOne,
    operationId: 'subscribe',
    summary: 'Subscribe to an app',
    description:
      'To a plan of a listing that is published. Plan, price, version and commission stay as they are today. The first ' +
      'period is paid from the organisation’s wallet; until then the subscription is PENDING. With `trial`, it is tried ' +
      'first, once for an organisation and app. With `priceVersion`, it is bought as it was seen, or not at all.',
    problems: [
      'NOT_FOUND',
      'ALREADY_SUBSCRIBED',
      'TRIAL_UNAVAILABLE',
      'PRICE_CHANGED',
      'INSUFFICIENT_FUNDS',
      'ASSET_MISMATCH',
    ],
    method: 'POST',
    path: '/v1/subscriptions',
    command: subscribe,
    params: z.strictObject({}),
    body: subscribe.input,
    example: { appId: exampleId, planId: exampleId, priceVersion: 1, trial: true },
    input: (_, body) => body,
    status: 201,
  }),
  mountQuery({
    operationId: 'getSubscription',
    tag: 'subscriptions',
    summary: 'Read a subscription',
    problems: ['NOT_FOUND'],
    path: whole,
    params: SubscriptionPath,
    answer: SubscriptionView,
    read: ({ services }, context, { subscriptionId }) =>
      readSubscription(services, context, subscriptionId),
  }),
  mountCommand({
    ...onOne,
    operationId: 'changePlan',
    summary: 'Change the plan of a subscription',
    description:
      '`NOW`: what is left of the period is given back, and paid at the new price; to a plan with periods of another ' +
      'length, a new period begins. It takes effect when that is paid, and is off when the wallet has too little. A trial ' +
      'goes on as one. `PERIOD_END`: from the next period on.',
    problems: [
      'NOT_FOUND',
      'SUBSCRIPTION_ENDED',
      'SUBSCRIPTION_PAYMENT_PENDING',
      'ILLEGAL_SUBSCRIPTION_TRANSITION',
      'PRICE_CHANGED',
      'ASSET_MISMATCH',
    ],
    method: 'PUT',
    path: `${whole}/plan`,
    command: changePlan,
    body: changePlan.input.omit({ subscriptionId: true }),
    example: { planId: exampleId, priceVersion: 1, when: 'NOW' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'unschedulePlanChange',
    summary: 'Take back a change of plan that waits for the end of the period',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_ENDED'],
    method: 'DELETE',
    path: `${whole}/scheduled-plan`,
    command: unschedulePlanChange,
    body: noBody,
    input: (path) => path,
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'pauseSubscription',
    summary: 'Pause a subscription',
    description:
      'It cannot be used and is not renewed. What is left of the period is kept, for 180 days at most: then it expires.',
    problems: [
      'NOT_FOUND',
      'SUBSCRIPTION_ENDED',
      'SUBSCRIPTION_PAYMENT_PENDING',
      'ILLEGAL_SUBSCRIPTION_TRANSITION',
    ],
    method: 'PUT',
    path: `${whole}/pause`,
    command: pauseSubscription,
    body: noBody,
    input: (path) => path,
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'resumeSubscription',
    summary: 'Go on with a subscription that was paused',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_ENDED'],
    method: 'DELETE',
    path: `${whole}/pause`,
    command: resumeSubscription,
    body: noBody,
    input: (path) => path,
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'cancelSubscription',
    summary: 'Cancel a subscription',
    description:
      '`NOW`: with `refund`, what is left of the period is given back; of a single purchase all of it within 14 days. ' +
      'Where there is a quota of runs, no more is given back than the share of those that are left. ' +
      'What is not paid yet is not asked for any more. `PERIOD_END`: it goes on until then.',
    problems: [
      'NOT_FOUND',
      'SUBSCRIPTION_ENDED',
      'SUBSCRIPTION_PAYMENT_PENDING',
      'ILLEGAL_SUBSCRIPTION_TRANSITION',
    ],
    method: 'PUT',
    path: `${whole}/cancellation`,
    command: cancelSubscription,
    body: cancelSubscription.input.omit({ subscriptionId: true }),
    example: { when: 'PERIOD_END' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'withdrawCancellation',
    summary: 'Go on after all: take back a cancellation that waits for the end of the period',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_ENDED'],
    method: 'DELETE',
    path: `${whole}/cancellation`,
    command: withdrawCancellation,
    body: noBody,
    input: (path) => path,
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'paySubscription',
    summary: 'Have a payment that failed tried again now',
    description: 'It is tried again on days 1, 3, 5 and 7, and whenever the wallet is topped up.',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_ENDED'],
    method: 'POST',
    path: `${whole}/payments`,
    command: paySubscription,
    body: noBody,
    input: (path) => path,
    status: 202,
  }),
  mountCommand({
    ...onOne,
    operationId: 'changeSubscribedVersion',
    summary: 'Go over to a newer version of the app',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_ENDED', 'ILLEGAL_SUBSCRIPTION_TRANSITION'],
    method: 'PUT',
    path: `${whole}/version`,
    command: changeVersion,
    body: changeVersion.input.omit({ subscriptionId: true }),
    example: { versionId: exampleId },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
]

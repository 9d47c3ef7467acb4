import { builder } from '../schema/builder.ts'

export const AppSubscriptionStatus = builder.enumType('AppSubscriptionStatus', {
  description: 'Where a subscription is. CANCELLED and EXPIRED are final.',
  values: {
    PENDING: { description: 'Waiting for its first payment.' },
    TRIALING: { description: 'Being tried.' },
    ACTIVE: { description: 'In force.' },
    PAST_DUE: { description: 'In force; a payment failed and is tried again.' },
    PAUSED: { description: 'Standing still; what is left of the period is kept.' },
    CANCELLED: { description: 'Over: cancelled, or not paid.' },
    EXPIRED: { description: 'Over: never paid for, or paused for too long.' },
  },
})

export const SubscriptionPayment = builder.enumType('SubscriptionPayment', {
  description: 'Where the payment of the period is.',
  values: {
    NONE: { description: 'It costs nothing.' },
    DUE: { description: 'It is being asked for.' },
    FAILED: { description: 'The wallet had too little; it is asked for again.' },
    PAID: { description: 'It is paid.' },
  },
})

export const SubscriptionPerspective = builder.enumType('SubscriptionPerspective', {
  description: 'From which side somebody looks at a subscription.',
  values: {
    BOUGHT: { description: 'What your organisation has.' },
    SOLD: { description: 'What others have of your organisation’s apps.' },
  },
})

export const AppSubscriptionOrder = builder.enumType('AppSubscriptionOrder', {
  description: 'What a list of subscriptions is ordered by.',
  values: {
    STARTED_AT: { description: 'When it began.' },
    PERIOD_END: { description: 'When its period ends; what has no end comes last.' },
  },
})

export const ChargeKind = builder.enumType('SubscriptionChargeKind', {
  description: 'What a charge pays for.',
  values: {
    PERIOD: { description: 'A period.' },
    PLAN_CHANGE: {
      description: 'What was left of a period, or a new one, after a change of plan.',
    },
  },
})

export const ChargeStatus = builder.enumType('SubscriptionChargeStatus', {
  description: 'Where a charge is.',
  values: {
    DUE: { description: 'It is being asked for.' },
    FAILED: { description: 'The wallet had too little; it is asked for again.' },
    PAID: { description: 'It was taken, once.' },
    DECLINED: { description: 'The wallet had too little for the change of plan, which is off.' },
    VOID: { description: 'It is not asked for any more; what was taken was given back.' },
  },
})

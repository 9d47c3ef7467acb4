import { entry } from '../entry.ts'

/** Subscriptions, their keys, and running apps. */
export const subscriptions = {
  ALREADY_SUBSCRIBED: entry(
    409,
    'Subscribed already',
    'An organisation has one subscription to an app: change its plan instead.',
  ),
  TRIAL_UNAVAILABLE: entry(
    409,
    'No trial to be had',
    'A plan may offer one, and an organisation tries an app once. Subscribe without.',
  ),
  PRICE_CHANGED: entry(
    409,
    'Plan has another price, or gives something else, by now',
    'Look at the plan again, and name the version of its price that you agree to.',
  ),
  SUBSCRIPTION_ENDED: entry(409, 'Subscription has ended', 'Subscribe anew.'),
  SUBSCRIPTION_PAYMENT_PENDING: entry(
    409,
    'A payment of the subscription is under way',
    'Try again in a moment, when it is paid or refused.',
    true,
  ),
  SUBSCRIPTION_REQUIRED: entry(
    403,
    'App takes a subscription in good standing',
    'Subscribe to one of its plans, or pay what is due.',
  ),
  NOT_ENTITLED: entry(
    403,
    'Plan does not give this',
    'Change to a plan whose entitlements cover it.',
  ),
  QUOTA_EXCEEDED: entry(
    409,
    'All runs of the period are taken',
    'Wait for the next period, or change to a plan with more runs.',
  ),
  INPUTS_REJECTED: entry(
    422,
    'App does not take these inputs',
    'Each entry of errors says where they depart from the app’s input schema.',
  ),
  ILLEGAL_SUBSCRIPTION_TRANSITION: entry(
    409,
    'Subscription cannot change that way now',
    'Look at the subscription’s status first.',
  ),
}

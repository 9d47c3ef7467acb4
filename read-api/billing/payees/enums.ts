import { builder } from '../../schema/builder.ts'

export const Onboarding = builder.enumType('PayeeOnboarding', {
  description: 'Where a payee is with the payment provider. Only an ACTIVE one is paid.',
  values: {
    NOT_STARTED: { description: 'It has earned, and not begun.' },
    PENDING: { description: 'The provider waits for answers.' },
    ACTIVE: { description: 'It is paid.' },
    RESTRICTED: { description: 'The provider wants to know more before anything is paid.' },
    REJECTED: { description: 'The provider will not pay it.' },
  },
})

export const PayoutStatus = builder.enumType('PayoutStatus', {
  description: 'Where a payout is.',
  values: {
    REQUESTED: { description: 'Off the balance, on its way to the provider.' },
    SENT: { description: 'On its way to the bank.' },
    UNKNOWN: { description: 'It may or may not be on its way; the provider is being asked.' },
    PAID: { description: 'The bank has it.' },
    FAILED: { description: 'It did not go through; the money is back on the balance.' },
    RETURNED: { description: 'The bank sent it back later; the money is back on the balance.' },
  },
})

export const PayoutReason = builder.enumType('PayoutReason', {
  description: 'Why there is a payout.',
  values: {
    SCHEDULED: { description: 'The payee’s schedule said so.' },
    ASKED_FOR: { description: 'Somebody asked for it.' },
  },
})

export const EntryKind = builder.enumType('PayeeEntryKind', {
  description: 'What moved the balance of a payee.',
  values: {
    EARNINGS: { description: 'Earnings were settled, less what was given back.' },
    PAYOUT: { description: 'A payout left.' },
    PAYOUT_FAILED: { description: 'A payout did not go through.' },
    PAYOUT_RETURNED: { description: 'A payout came back after it was paid.' },
  },
})

export const PayoutInterval = builder.enumType('PayoutInterval', {
  description: 'How often a payee is paid.',
  values: {
    DAY: { description: 'Every day.' },
    WEEK: { description: 'Once a week.' },
    MONTH: { description: 'Once a month.' },
    NEVER: { description: 'Only when asked for.' },
  },
})

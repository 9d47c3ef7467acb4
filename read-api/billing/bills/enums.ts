import { builder } from '../../schema/builder.ts'

export const BillStatus = builder.enumType('BillStatus', {
  description: 'Where a bill is.',
  values: {
    DRAFT: { description: 'Gathered, and about to be issued.' },
    OPEN: { description: 'To be paid.' },
    PAID: { description: 'Nothing is left to pay.' },
    VOID: { description: 'It asks for nothing; it was issued by mistake.' },
    UNCOLLECTIBLE: { description: 'Given up as lost; it may still be paid.' },
  },
})

export const BillLineKind = builder.enumType('BillLineKind', {
  description: 'What a line of a bill is.',
  values: {
    DEVICE_USE: { description: 'Jobs on a device.' },
    APP_USE: { description: 'Fees of an app’s runs.' },
    RECURRING: { description: 'A period of a subscription.' },
    PRORATION: { description: 'The rest of a period, after a change of plan.' },
    REFUND: { description: 'What was given back.' },
    USAGE: { description: 'Metered usage of a month.' },
    USAGE_CORRECTION: { description: 'What came to it, or went, since it was billed.' },
  },
})

export const BillLineSettlement = builder.enumType('BillLineSettlement', {
  description: 'Whether a line is paid for.',
  values: {
    SETTLED: { description: 'The wallet paid when it was used.' },
    DUE: { description: 'It is to be paid, with tax.' },
  },
})

export const BillSubject = builder.enumType('BillSubject', {
  description: 'What the subject of a line is.',
  values: {
    DEVICE: { description: 'A device.' },
    APP: { description: 'An app.' },
    SUBSCRIPTION: { description: 'A subscription.' },
    METER: { description: 'A meter of usage.' },
  },
})

import { builder } from '../../schema/builder.ts'

export const EntrySide = builder.enumType('EntrySide', {
  description: 'The side of an account that an entry stands on.',
  values: {
    DEBIT: { description: 'Left.' },
    CREDIT: { description: 'Right.' },
  },
})

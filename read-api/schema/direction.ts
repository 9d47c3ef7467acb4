import { builder } from './builder.ts'

export const Direction = builder.enumType('Direction', {
  description: 'Which end of an order comes first.',
  values: {
    ASC: { description: 'The smallest or oldest.' },
    DESC: { description: 'The largest or newest.' },
  },
})

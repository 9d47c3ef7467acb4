import { GraphQLError, Kind } from 'graphql'
import { builder } from './builder.ts'

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

const refuse = (what: string): never => {
  throw new GraphQLError(what)
}

const dateOf = (value: unknown): Date => {
  const date = typeof value === 'string' && instant.test(value) ? new Date(value) : undefined
  return date === undefined || Number.isNaN(date.getTime())
    ? refuse('DateTime is an ISO 8601 instant with its offset, such as 2026-11-21T01:02:03Z.')
    : date
}

const positionOf = (value: unknown): bigint =>
  typeof value === 'string' && /^(?:0|[1-9][0-9]{0,18})$/.test(value)
    ? BigInt(value)
    : refuse('Position is the decimal string that a command answered with.')

builder.scalarType('DateTime', {
  description: 'An instant in ISO 8601, UTC, with milliseconds.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => value.toISOString(),
  parseValue: dateOf,
  parseLiteral: (node) => dateOf(node.kind === Kind.STRING ? node.value : undefined),
})

builder.scalarType('Position', {
  description:
    'A position of the log, as a decimal string: commands answer with one, `@atLeast` takes one, and every answer names ' +
    'the one it was read at in `extensions.position`.',
  serialize: (value) => value.toString(),
  parseValue: positionOf,
  parseLiteral: (node) => positionOf(node.kind === Kind.STRING ? node.value : undefined),
})

builder.scalarType('Counts', {
  description: 'Shots by bit string, as a JSON object: {"00": 503, "11": 497}.',
  serialize: (value) => value,
  parseValue: () => refuse('Counts are only answered.'),
})

builder.scalarType('JSONObject', {
  description: 'A JSON object whose members depend on where it comes from.',
  serialize: (value) => value,
  parseValue: () => refuse('JSON objects are only answered.'),
})

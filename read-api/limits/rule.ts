import type { GraphQLError, ValidationRule } from 'graphql'
import { queryError } from '../errors/query-error.ts'
import type { LimitName, Limits } from './limits.ts'
import { measure } from './measure.ts'

/** QUERY_TOO_COMPLEX with the limit, its bound, and what the query needs. */
export const tooComplex = (limit: LimitName, maximum: number, needed: number): GraphQLError =>
  queryError('QUERY_TOO_COMPLEX', `The query needs ${limit} ${needed}; the limit is ${maximum}.`, {
    limit,
    maximum,
    needed,
  })

/** A validation rule: depth, aliases and directives of every operation within their limits. */
export const limitsRule =
  (limits: Limits): ValidationRule =>
  (context) => ({
    Document: (document) => {
      for (const measures of measure(document).values())
        for (const name of ['depth', 'aliases', 'directives'] as const)
          if (measures[name] > limits[name])
            context.reportError(tooComplex(name, limits[name], measures[name]))
    },
  })

import { GraphQLError } from 'graphql'
import type { Failure } from '../../platform/errors/problem.ts'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'

/** An error of the one error table in GraphQL's form: `extensions {code, retryable, …}`, the detail as message. */
export const queryError = (
  code: ErrorCode,
  detail: string,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError =>
  new GraphQLError(detail, {
    extensions: { ...extensions, code, retryable: errorTable[code].retryable },
  })

export const failureError = ({ code, detail }: Failure): GraphQLError => queryError(code, detail)

/** What does not exist and what belongs to others is answered alike. */
export const notFound = (kind: string): GraphQLError =>
  queryError('NOT_FOUND', `There is no such ${kind}.`)

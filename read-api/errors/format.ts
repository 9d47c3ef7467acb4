import { GraphQLError, type GraphQLFormattedError, type SourceLocation } from 'graphql'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'
import { queryError } from './query-error.ts'

/** Where it happened: before the first resolver ran, or while fields were resolved. */
export type Stage = 'request' | 'execution'

export type Report = (error: unknown) => void

/** A GraphQL error of whichever executor: a compiled document's errors lack what they don't need. */
export type Raised = {
  readonly message: string
  readonly locations?: readonly SourceLocation[] | undefined
  readonly path?: readonly (string | number)[] | undefined
  readonly originalError?: unknown
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

const isCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorTable, value)

/** graphql-js gives up at this limit without a code and without counting on. */
const tooManyTokens = /^Syntax Error: Document contains more th\w+ (\d+) tokens/

/** Postgres refuses U+0000 in a text (SQLSTATE 22021): an argument that no row could match. */
const isUnstorableText = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '22021'

/** Argument and variable errors come from graphql-js without a code; everything else without one is ours to hide. */
const blamesTheQuery = ({ originalError }: Raised, stage: Stage): boolean =>
  stage === 'request' ||
  originalError === undefined ||
  (originalError instanceof GraphQLError && originalError.nodes !== undefined)

const extensionsFor = (code: ErrorCode, more: Readonly<Record<string, unknown>> = {}) => ({
  ...more,
  code,
  retryable: errorTable[code].retryable,
})

/**
 * The form in which an error leaves the hub: always with `extensions.code` of the error table, indices of `path` as
 * numbers, and nothing about the inside; that goes to `report` and is found again by the trace id.
 */
export const formatError = (
  error: Raised,
  stage: Stage,
  traceId: string,
  report: Report,
): GraphQLFormattedError => {
  const { message, locations, path, extensions = {} } = error
  const place = {
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
  }
  if (isCode(extensions['code'])) return { message, ...place, extensions: { ...extensions } }
  const [, tokens] = tooManyTokens.exec(message) ?? []
  if (tokens !== undefined) {
    const maximum = Number(tokens)
    return {
      message: `The query has more than ${maximum} tokens.`,
      ...place,
      extensions: extensionsFor('QUERY_TOO_COMPLEX', { limit: 'tokens', maximum }),
    }
  }
  if (isUnstorableText(error.originalError))
    return {
      message: 'A text holds U+0000, which no text of the hub does.',
      ...place,
      extensions: extensionsFor('QUERY_INVALID'),
    }
  if (blamesTheQuery(error, stage))
    return { message, ...place, extensions: extensionsFor('QUERY_INVALID') }
  report(error.originalError)
  return {
    message: 'Something went wrong inside the hub.',
    ...place,
    extensions: extensionsFor('INTERNAL', { traceId }),
  }
}

/** The errors behind what was thrown before execution (mercurius carries them in a list); undefined for a fault of ours. */
export const errorsOf = (thrown: unknown): readonly GraphQLError[] | undefined => {
  if (thrown instanceof GraphQLError) return [thrown]
  if (!(thrown instanceof Error) || !('errors' in thrown) || !Array.isArray(thrown.errors))
    return undefined
  const errors: readonly unknown[] = thrown.errors
  return errors.map((error) =>
    error instanceof GraphQLError
      ? error
      : queryError('QUERY_INVALID', error instanceof Error ? error.message : String(error)),
  )
}

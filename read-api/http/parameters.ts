import { z } from 'zod'
import { queryError } from '../errors/query-error.ts'

const map = z.record(z.string(), z.unknown())

/** A GraphQL request as it is posted; null means absent, other members are nobody's business. */
const posted = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: map.nullish(),
  extensions: map.nullish(),
})

const text = z.string().transform((value, context): unknown => {
  if (value === '') return null
  try {
    return JSON.parse(value)
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' })
    return z.NEVER
  }
})

/** The same in a query string, its maps as JSON. */
const asked = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: text.pipe(map.nullish()).nullish(),
  extensions: text.pipe(map.nullish()).nullish(),
})

export type Parameters = {
  readonly query: string
  readonly operationName?: string
  readonly variables: Readonly<Record<string, unknown>>
}

const read = (schema: typeof posted | typeof asked, input: unknown): Parameters => {
  const parsed = schema.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const name = issue?.path[0]
    const about = name === undefined ? 'The request' : `The parameter "${String(name)}"`
    throw queryError('MALFORMED_REQUEST', `${about} is wrong: ${issue?.message ?? 'unreadable'}.`)
  }
  const { query, operationName, variables } = parsed.data
  return {
    query,
    ...(operationName ? { operationName } : {}),
    variables: variables ?? {},
  }
}

/** Throws MALFORMED_REQUEST, which names the parameter. Batches are not taken. */
export const parametersOfBody = (body: unknown): Parameters => {
  if (Array.isArray(body))
    throw queryError(
      'MALFORMED_REQUEST',
      'Send one query per request; several fit into one query as fields.',
    )
  return read(posted, body)
}

export const parametersOfQueryString = (query: unknown): Parameters => read(asked, query)

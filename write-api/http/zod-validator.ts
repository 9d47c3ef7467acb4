import { z } from 'zod'
import type { FastifySchemaCompiler } from 'fastify'
import { issuesOf } from '../../commands/shared/issues.ts'
import { Refused } from '../../platform/http/failure.ts'

/** Pointers are into the body; those into another part begin with its name. */
const parts: Readonly<Record<string, { readonly name: string; readonly pointer: string }>> = {
  params: { name: 'path', pointer: '/path' },
  querystring: { name: 'query', pointer: '/query' },
}

/** Parses a part of the request by its zod schema; what comes out replaces what came in. */
export const zodValidator: FastifySchemaCompiler<unknown> = ({ schema, httpPart = 'body' }) => {
  if (!(schema instanceof z.ZodType)) throw new TypeError(`the schema of ${httpPart} is not zod's`)
  const { name, pointer } = parts[httpPart] ?? { name: 'body', pointer: '' }
  return (data: unknown) => {
    const parsed = schema.safeParse(data)
    if (parsed.success) return { value: parsed.data }
    const issues = issuesOf(parsed.error).map((issue) => ({
      ...issue,
      pointer: pointer + issue.pointer,
    }))
    const detail = `The ${name} does not have the documented form.`
    return { error: new Refused({ code: 'INVALID_INPUT', detail, issues }) }
  }
}

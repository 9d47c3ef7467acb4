import { z } from 'zod'
import type { FastifySchemaCompiler } from 'fastify'
import { parseInput } from '../../commands/shared/parse-input.ts'
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
    const parsed = parseInput(schema, data)
    if (parsed.ok) return { value: parsed.value }
    const issues = parsed.issues.map((issue) => ({
      ...issue,
      pointer: pointer + issue.pointer,
    }))
    const detail = `The ${name} does not have the documented form.`
    return { error: new Refused({ code: 'INVALID_INPUT', detail, issues }) }
  }
}

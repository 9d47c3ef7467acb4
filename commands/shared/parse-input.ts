import { z } from 'zod'
import type { FieldIssue } from '../../domain/shared/rejection.ts'
import { unstorableTexts } from '../../platform/postgres/storable.ts'
import { issuesOf } from './issues.ts'

export type ParsedInput<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly issues: readonly FieldIssue[] }

/** What came in, in the form that the schema gives it; or all that is wrong with its form, or with a text in it. */
export const parseInput = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): ParsedInput<z.output<Schema>> => {
  const parsed = z.safeParse(schema, input)
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error) }
  const issues = unstorableTexts(input)
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: parsed.data }
}

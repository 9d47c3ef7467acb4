import type { SchemaJudge } from '../schemas/judge.ts'
import type { VersionCandidate } from './check-version.ts'
import { schemaIssues, type Findings } from './report.ts'

/** Whether each of the two schemas can be applied at all. */
export type SchemasHold = { readonly input: boolean; readonly output: boolean }

/** Looks at both schemas of a version without a value to apply them to. */
export const checkSchema = async (
  { schemas }: { readonly schemas: Pick<SchemaJudge, 'judge'> },
  { inputSchema, outputSchema }: VersionCandidate,
  findings: Findings,
): Promise<SchemasHold> => {
  const input = await schemas.judge(inputSchema, [])
  if (input.kind === 'judged') findings.passed('INPUT_SCHEMA', 'JSON Schema 2020-12')
  else findings.failed('INPUT_SCHEMA', schemaIssues(input.issues, '/inputSchema'))
  const output = await schemas.judge(outputSchema, [])
  if (output.kind === 'judged') findings.passed('OUTPUT_SCHEMA', 'JSON Schema 2020-12')
  else findings.failed('OUTPUT_SCHEMA', schemaIssues(output.issues, '/outputSchema'))
  return { input: input.kind === 'judged', output: output.kind === 'judged' }
}

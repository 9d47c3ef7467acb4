import { problemPath } from '../../platform/errors/problem.ts'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'

const codes = Object.keys(errorTable) as readonly ErrorCode[]

const head = `# Errors

Generated from the error table (\`platform/errors/table.ts\`) by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current.

Every failure of the command API is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\`, \`instance\` (the request), \`code\`, \`retryable\`, \`traceId\` and, where fields are at fault, \`errors\` with a JSON pointer each: into the body, or beginning with \`/path\` or \`/query\`. In a program the error also names line and column. GraphQL errors carry the same \`code\` in their extensions.

A code means the same for ever. \`retryable\` says that the same request, with the same \`Idempotency-Key\`, may succeed later without a change.
`

const row = (code: ErrorCode): string => {
  const { status, title, retryable, advice } = errorTable[code]
  return `| \`${code}\` | ${status} | ${title} | ${retryable ? 'yes' : 'no'} | ${advice} | \`${problemPath(code)}\` |`
}

/** docs/reference/errors.md, as it should be. */
export const errorsPage = (): string =>
  [
    head,
    '| Code | Status | Title | Retryable | What to do | Described at |',
    '| --- | --- | --- | --- | --- | --- |',
    ...codes.map(row),
    '',
  ].join('\n')

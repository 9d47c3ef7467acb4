import type { z } from 'zod'
import type { FieldIssue } from '../../domain/shared/rejection.ts'

const escaped = (segment: PropertyKey): string =>
  String(segment).replaceAll('~', '~0').replaceAll('/', '~1')

/** zod's issues as JSON pointers (RFC 6901), with zod's own stable codes. */
export const issuesOf = (error: z.ZodError): readonly FieldIssue[] =>
  error.issues.map((issue) => ({
    pointer: issue.path.map((segment) => `/${escaped(segment)}`).join(''),
    code: issue.code,
    detail: issue.message,
  }))

import type { z } from 'zod'
import type { FieldIssue } from '../../domain/shared/rejection.ts'
import { pointerStep } from '../../platform/errors/pointer.ts'

const pointerOf = (path: readonly PropertyKey[]): string => path.map(pointerStep).join('')

/** zod's issues as JSON pointers (RFC 6901), with zod's own stable codes. */
export const issuesOf = (error: z.ZodError): readonly FieldIssue[] =>
  error.issues.flatMap((issue) => {
    const { code, message: detail } = issue
    const at = pointerOf(issue.path)
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: at + pointerOf([key]), code, detail: 'Unknown field' }))
      : [{ pointer: at, code, detail }]
  })

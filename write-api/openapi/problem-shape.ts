import { z } from 'zod'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'

/** The codes in the order of the table. */
export const errorCodes = Object.keys(errorTable) as readonly ErrorCode[]

const FieldIssue = z.object({
  pointer: z
    .string()
    .max(1000)
    .describe('JSON pointer into the body; it begins with /path or /query for those'),
  code: z.string().max(80),
  detail: z.string().max(2000),
  line: z.int32().min(1).exactOptional(),
  column: z.int32().min(1).exactOptional(),
})

/** RFC 9457, with the members of the hub. */
export const Problem = z.object({
  type: z.string().max(200).describe('Where the code is described'),
  title: z.string().max(200),
  status: z.int32().min(400).max(599),
  detail: z.string().max(4000),
  instance: z.string().max(200).describe('This very request'),
  code: z.enum(errorCodes),
  retryable: z.boolean().describe('The same request may succeed later without a change'),
  traceId: z.string().max(64),
  challenge: z
    .object({ token: z.string().max(200), expiresAt: z.iso.datetime() })
    .exactOptional()
    .describe('Of `MFA_REQUIRED`: what the second step of the log-in takes'),
  errors: z.array(FieldIssue).max(10_000).exactOptional(),
})

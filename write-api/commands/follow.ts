import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { Headers } from '../../platform/http/send-problem.ts'
import type { Plumbing } from '../plumbing.ts'
import type { HttpAnswer } from './http-answer.ts'

/** The end of what a command began, when it came in the time that the caller would wait (`Prefer: wait`). */
export type Follow = {
  /** The form of that answer, given with 200 in place of 202. */
  readonly answer: z.ZodObject
  readonly run: (
    plumbing: Plumbing,
    request: FastifyRequest,
    context: CommandContext,
    accepted: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly answer?: HttpAnswer; readonly headers: Headers }>
}

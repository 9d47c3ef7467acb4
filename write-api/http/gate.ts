import type { FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Access } from '../../platform/http/admit.ts'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem } from '../../platform/http/send-problem.ts'
import type { Plumbing } from '../plumbing.ts'
import { accepts } from './acceptable.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

const refuseUnless =
  (types: readonly string[]): Hook =>
  async (request, reply) => {
    if (accepts(headerOf(request, 'accept'), types)) return undefined
    const detail = `The answer is ${types.join(' or ')}.`
    return sendProblem(reply, { code: 'NOT_ACCEPTABLE', detail })
  }

/** What every request passes before anything of it is read. */
export const gate = (
  plumbing: Plumbing,
  access: Access,
  takesAppKeys = false,
  answers: readonly string[] = ['application/json'],
): readonly Hook[] => [
  async (request, reply) => {
    const failure = await admit(plumbing, access, request, reply, takesAppKeys)
    return failure === undefined ? undefined : sendProblem(reply, failure)
  },
  refuseUnless(answers),
]

/** Who is signed in and tries a password is counted as strictly as who logs in: the token may be stolen. */
export const countAttempt =
  ({ rateLimit }: Plumbing): Hook =>
  async (request, reply) => {
    const { failure, headers } = await rateLimit.address(request.ip, 'attempt')
    reply.headers(headers)
    return failure === undefined ? undefined : sendProblem(reply, failure)
  }

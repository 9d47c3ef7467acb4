import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Plumbing } from '../plumbing.ts'
import { acceptsJson } from './acceptable.ts'
import { admit, type Access } from './admit.ts'
import { headerOf } from './header.ts'
import { sendProblem } from './send-problem.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

/** A draining process takes nothing new, and asks the connection to go elsewhere. */
const refuseWhileDraining =
  ({ health }: Plumbing): Hook =>
  async (_request, reply) =>
    health.draining()
      ? sendProblem(reply, { code: 'DRAINING', detail: 'Another process takes the request.' })
      : undefined

const refuseUnlessJson: Hook = async (request, reply) =>
  acceptsJson(headerOf(request, 'accept'))
    ? undefined
    : sendProblem(reply, { code: 'NOT_ACCEPTABLE', detail: 'The answer is application/json.' })

/** What every request passes before anything of it is read. */
export const gate = (plumbing: Plumbing, access: Access): readonly Hook[] => [
  refuseWhileDraining(plumbing),
  admit(plumbing, access),
  refuseUnlessJson,
]

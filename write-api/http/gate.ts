import type { FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Access } from '../../platform/http/admit.ts'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem } from '../../platform/http/send-problem.ts'
import type { Plumbing } from '../plumbing.ts'
import { acceptsJson } from './acceptable.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

const refuseUnlessJson: Hook = async (request, reply) =>
  acceptsJson(headerOf(request, 'accept'))
    ? undefined
    : sendProblem(reply, { code: 'NOT_ACCEPTABLE', detail: 'The answer is application/json.' })

/** What every request passes before anything of it is read. */
export const gate = (plumbing: Plumbing, access: Access): readonly Hook[] => [
  async (request, reply) => {
    const failure = await admit(plumbing, access, request, reply)
    return failure === undefined ? undefined : sendProblem(reply, failure)
  },
  refuseUnlessJson,
]

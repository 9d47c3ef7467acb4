import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { statementFile } from '../../../commands/billing/payees/statement-file.ts'
import { principalOf } from '../../../platform/http/admit.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { contextOf } from '../../commands/command-context.ts'
import { gate } from '../../http/gate.ts'
import { sendFile } from '../../http/send-file.ts'
import type { Mount, MountDocument } from '../../mount.ts'
import type { Plumbing } from '../../plumbing.ts'
import { Id } from '../../shapes.ts'

const types = ['text/csv'] as const
const StatementPath = z.strictObject({
  organisationId: Id,
  assetCode: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{2,9}$/)
    .max(10)
    .describe('Code of the asset, such as USD'),
  month: z
    .string()
    .regex(/^20[0-9]{2}-(?:0[1-9]|1[0-2])$/)
    .max(7)
    .describe('Month, UTC, such as 2026-11'),
})

const path = '/v1/payees/:organisationId/statements/:assetCode/:month'

const document: MountDocument = {
  operationId: 'getPayeeStatement',
  tag: 'billing',
  summary: 'Read a month of a payee’s balance as CSV',
  description:
    'Opening, every movement, closing; amounts in minor units, times in UTC. Straight from the log: a month that is not ' +
    'over goes as far as now.',
  problems: ['NOT_FOUND'],
  kind: 'query',
  route: `GET ${path}`,
  access: 'signed-in',
  scope: 'billing:read',
  status: 200,
  precondition: 'none',
  waits: false,
  located: false,
  download: { types },
}

const handler =
  ({ services }: Plumbing) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // The validator compiler has replaced the parameters by what their schema made of them.
    const { organisationId, assetCode, month } = request.params as z.output<typeof StatementPath>
    const context = contextOf(request, principalOf(request), request.id)
    const wish = { organisation: organisationId, code: assetCode, month }
    const outcome = await statementFile(services, context, wish)
    if (outcome.kind === 'failed') return sendProblem(reply, outcome.failure)
    return sendFile(request, reply, 'text/csv; charset=utf-8', outcome.view)
  }

/** A statement as a file, for whoever keeps books elsewhere. */
export const mountStatementDownload = (): Mount => ({
  document,
  on: (app, plumbing) => {
    app.route({
      method: 'GET',
      url: path,
      schema: {
        operationId: document.operationId,
        params: StatementPath,
        querystring: z.strictObject({}),
      },
      onRequest: [...gate(plumbing, 'signed-in', false, types)],
      handler: handler(plumbing),
    })
  },
})

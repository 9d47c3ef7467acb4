import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { billFile } from '../../../commands/billing/bills/bill-file.ts'
import { principalOf } from '../../../platform/http/admit.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { contextOf } from '../../commands/command-context.ts'
import { gate } from '../../http/gate.ts'
import { sendFile } from '../../http/send-file.ts'
import type { Mount, MountDocument } from '../../mount.ts'
import type { Plumbing } from '../../plumbing.ts'
import { Id } from '../../shapes.ts'

const types = ['application/pdf'] as const
const BillPath = z.strictObject({ billId: Id })

const path = '/v1/bills/:billId/pdf'

const document: MountDocument = {
  operationId: 'getBillPdf',
  tag: 'billing',
  summary: 'Read a bill as a PDF',
  description:
    'As it was issued: the same bytes every time. What was paid since stands in `getBill`.',
  problems: ['NOT_FOUND', 'ILLEGAL_BILL_TRANSITION'],
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
    const { billId } = request.params as z.output<typeof BillPath>
    const context = contextOf(request, principalOf(request), request.id)
    const outcome = await billFile(services, context, billId)
    if (outcome.kind === 'failed') return sendProblem(reply, outcome.failure)
    return sendFile(request, reply, types[0], outcome.view)
  }

export const mountBillDownload = (): Mount => ({
  document,
  on: (app, plumbing) => {
    app.route({
      method: 'GET',
      url: path,
      schema: {
        operationId: document.operationId,
        params: BillPath,
        querystring: z.strictObject({}),
      },
      onRequest: [...gate(plumbing, 'signed-in', false, types)],
      handler: handler(plumbing),
    })
  },
})

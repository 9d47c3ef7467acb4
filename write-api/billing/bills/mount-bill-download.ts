import { z } from 'zod'
import { billFile } from '../../../commands/billing/bills/bill-file.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { sendFile } from '../../http/send-file.ts'
import type { Mount } from '../../mount.ts'
import { mountDownload } from '../../queries/mount-download.ts'
import { Id } from '../../shapes.ts'

const type = 'application/pdf'

export const mountBillDownload = (): Mount =>
  mountDownload({
    operationId: 'getBillPdf',
    tag: 'billing',
    summary: 'Read a bill as a PDF',
    description:
      'As it was issued: the same bytes every time. What was paid since stands in `getBill`.',
    problems: ['NOT_FOUND', 'ILLEGAL_BILL_TRANSITION'],
    path: '/v1/bills/:billId/pdf',
    params: z.strictObject({ billId: Id }),
    scope: 'billing:read',
    types: [type],
    send: async ({ services }, request, reply, context, { billId }) => {
      const outcome = await billFile(services, context, billId)
      return outcome.kind === 'failed'
        ? sendProblem(reply, outcome.failure)
        : sendFile(request, reply, type, outcome.view)
    },
  })

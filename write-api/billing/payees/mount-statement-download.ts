import { z } from 'zod'
import { statementFile } from '../../../commands/billing/payees/statement-file.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { sendFile } from '../../http/send-file.ts'
import type { Mount } from '../../mount.ts'
import { mountDownload } from '../../queries/mount-download.ts'
import { Id } from '../../shapes.ts'

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

/** A statement as a file, for whoever keeps books elsewhere. */
export const mountStatementDownload = (): Mount =>
  mountDownload({
    operationId: 'getPayeeStatement',
    tag: 'billing',
    summary: 'Read a month of a payee’s balance as CSV',
    description:
      'Opening, every movement, closing; amounts in minor units, times in UTC. Straight from the log: a month that is not ' +
      'over goes as far as now.',
    problems: ['NOT_FOUND'],
    path: '/v1/payees/:organisationId/statements/:assetCode/:month',
    params: StatementPath,
    scope: 'billing:read',
    types: ['text/csv'],
    send: async ({ services }, request, reply, context, { organisationId, assetCode, month }) => {
      const wish = { organisation: organisationId, code: assetCode, month }
      const outcome = await statementFile(services, context, wish)
      return outcome.kind === 'failed'
        ? sendProblem(reply, outcome.failure)
        : sendFile(request, reply, 'text/csv; charset=utf-8', outcome.view)
    },
  })

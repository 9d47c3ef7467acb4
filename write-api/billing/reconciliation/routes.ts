import { z } from 'zod'
import { runReconciliation } from '../../../commands/billing/reconciliation/run-reconciliation.ts'
import {
  acknowledgeFinding,
  resolveFinding,
} from '../../../commands/billing/reconciliation/settle-finding.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, Instant } from '../../shapes.ts'

const FindingPath = z.strictObject({ findingId: Id })
const count = z.int().min(0)
const word = z.string().max(255)

const Difference = z.object({
  code: z.string().max(80),
  subject: word.describe('What it is about: the hub’s id where it has one, else the provider’s'),
  providerId: word.exactOptional(),
  paymentId: Id.exactOptional(),
  organisation: Id.exactOptional(),
  ours: word.exactOptional(),
  theirs: word.exactOptional(),
})

const FindingAnswer = z.object({
  findingId: Id,
  status: z.enum(['OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'CLEARED']),
})

/** The provider's books against the hub's, for operators. */
export const reconciliationRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'runReconciliation',
    tag: 'billing',
    summary:
      'Compare the payment provider’s books with the hub’s, as it is done by itself (operators)',
    description:
      'Payments, refunds, disputes and transfers, both ways. Each difference is a finding; one that is gone is cleared. What moved within the grace is left for the next time.',
    problems: ['UNAVAILABLE'],
    method: 'POST',
    path: '/v1/reconciliation-runs',
    command: runReconciliation,
    params: z.strictObject({}),
    body: runReconciliation.input,
    example: { days: 35, graceSeconds: 900 },
    input: (_, body) => body,
    status: 200,
    answer: z.object({
      runId: Id,
      since: Instant,
      ...{ payments: count, refunds: count, disputes: count, transfers: count, found: count },
      standing: z.array(Id).max(1_000).describe('The findings that stand after this run'),
      differences: z.array(Difference).max(100_000),
    }),
  }),
  mountCommand({
    operationId: 'acknowledgeFinding',
    tag: 'billing',
    summary: 'Say that somebody is at a finding of the reconciliation (operators)',
    problems: ['NOT_FOUND', 'FINDING_OVER'],
    method: 'POST',
    path: '/v1/reconciliation-findings/:findingId/acknowledgement',
    command: acknowledgeFinding,
    params: FindingPath,
    body: acknowledgeFinding.input.omit({ findingId: true }),
    example: { reason: 'Asked the provider, ticket 4711' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: FindingAnswer,
  }),
  mountCommand({
    operationId: 'resolveFinding',
    tag: 'billing',
    summary: 'Say that a finding of the reconciliation is dealt with (operators)',
    description:
      'It stays resolved while both sides say what they say now, and is raised again when one of them says something else.',
    problems: ['NOT_FOUND', 'FINDING_OVER'],
    method: 'POST',
    path: '/v1/reconciliation-findings/:findingId/resolution',
    command: resolveFinding,
    params: FindingPath,
    body: resolveFinding.input.omit({ findingId: true }),
    example: { reason: 'Booked by journal entry' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: FindingAnswer,
  }),
]

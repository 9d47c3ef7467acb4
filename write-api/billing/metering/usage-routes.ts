import { z } from 'zod'
import { recordUsage } from '../../../commands/billing/metering/record-usage.ts'
import { mostAtOnce } from '../../../commands/billing/metering/usage-input.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'
import { exampleUuid } from './examples.ts'

const Outcome = z.object({
  usageId: Id.describe('Follows from organisation, source and id'),
  source: z.string().max(80),
  id: z.string().max(200),
  outcome: z
    .enum(['RECORDED', 'REFUSED'])
    .describe('RECORDED: it counts, from now or from before, once'),
  code: z
    .string()
    .max(80)
    .optional()
    .describe(
      'Why it is refused: METER_UNKNOWN, METER_NOT_REPORTED, USAGE_OUT_OF_BOUNDS, USAGE_CONFLICT, USAGE_UNKNOWN',
    ),
  detail: z.string().max(500).optional(),
})

/** A report of 200 events, with the longest of names. */
const bodyLimit = 512 * 1024

export const usageRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'recordUsage',
    tag: 'billing',
    summary: 'Report usage of an organisation (operators)',
    description:
      'Each event answers for itself. It counts once, for ever, under the organisation, its source and its id: send again ' +
      'whatever got no answer. An event that was wrong is corrected by one that names it, with another value or with null, ' +
      'which withdraws it; nothing is deleted. Late events are taken for 100 days, and count in the month they occurred in.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/usage',
    command: recordUsage,
    params: z.strictObject({}),
    body: recordUsage.input,
    bodyLimit,
    example: {
      organisation: exampleUuid,
      events: [
        {
          kind: 'USAGE',
          source: 'llm-router',
          id: 'call-81723',
          meter: 'llm_tokens_in',
          subject: 'agent-7',
          value: '1834',
          occurredAt: '2026-11-20T09:30:00Z',
        },
        {
          kind: 'CORRECTION',
          source: 'llm-router',
          id: 'fix-12',
          corrects: { source: 'llm-router', id: 'call-81700' },
          value: null,
          reason: 'The call was counted twice.',
        },
      ],
    },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ organisation: Id, events: z.array(Outcome).max(mostAtOnce) }),
  }),
]

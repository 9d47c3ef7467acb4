import { z } from 'zod'
import { defineMeter, retireMeter } from '../../../commands/billing/metering/meters.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { noBody } from '../../shapes.ts'

const MeterPath = z.strictObject({ key: retireMeter.input.shape.key })
const Answer = z.object({ key: z.string().max(40).describe('The meter’s key') })

export const meterRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'defineMeter',
    tag: 'billing',
    summary: 'Have something new counted (operators)',
    description:
      'A meter never changes. Its aggregation says how the events of a month become one quantity; its bounds say what an ' +
      'event may report. The hub’s own meters are there without being defined.',
    problems: ['ALREADY_EXISTS'],
    method: 'POST',
    path: '/v1/meters',
    command: defineMeter,
    params: z.strictObject({}),
    body: defineMeter.input,
    example: {
      key: 'stored_results',
      name: 'Stored results',
      unit: 'gigabyte',
      aggregation: 'WEIGHTED_SUM',
      decimals: 3,
      maximum: '100000',
      subject: 'OPTIONAL',
    },
    input: (_, body) => body,
    status: 201,
    answer: Answer,
  }),
  mountCommand({
    operationId: 'retireMeter',
    tag: 'billing',
    summary: 'Take no more reports to a meter (operators)',
    description: 'What was reported stays and is rated. A key is not used again.',
    problems: ['METER_UNKNOWN'],
    method: 'DELETE',
    path: '/v1/meters/:key',
    command: retireMeter,
    params: MeterPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: Answer,
  }),
]

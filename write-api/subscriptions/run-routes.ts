import { z } from 'zod'
import { readRun, RunView } from '../../commands/subscriptions/run/read-run.ts'
import { runApp } from '../../commands/subscriptions/run/run-app.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id, Money } from '../shapes.ts'
import { followRun } from './follow-run.ts'

const AppPath = z.strictObject({ appId: Id })
const RunPath = z.strictObject({ appId: Id, jobId: Id })

export const runRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'runApp',
    tag: 'subscriptions',
    summary: 'Run an app',
    description:
      'The version of the subscription, with inputs that its schema accepts, on a device; sent by a member of the ' +
      'organisation or with a key of its subscription. It becomes a job: device and app are held and paid together, and ' +
      'the fee is due when it completes. One’s own apps, free ones and previews take no subscription. With ' +
      '`Prefer: wait=N`, 200 with the run and its output when it ends in time.',
    problems: [
      'NOT_FOUND',
      'SUBSCRIPTION_REQUIRED',
      'NOT_ENTITLED',
      'QUOTA_EXCEEDED',
      'INPUTS_REJECTED',
      'TOO_MANY_QUBITS',
      'TOO_MANY_SHOTS',
      'TOO_FEW_SHOTS',
      'DEVICE_OFFLINE',
      'DEVICE_RETIRED',
      'OUTSIDE_EXECUTION_WINDOW',
      'COST_ABOVE_MAXIMUM',
      'INSUFFICIENT_FUNDS',
      'ASSET_MISMATCH',
    ],
    links: [
      { operationId: 'getRun', parameter: 'jobId', member: 'jobId' },
      { operationId: 'getRun', parameter: 'appId', member: 'appId' },
    ],
    method: 'POST',
    path: '/v1/apps/:appId/run',
    command: runApp,
    params: AppPath,
    body: runApp.input.omit({ appId: true }),
    example: { inputs: { theta: 0.5 }, shots: 1000 },
    input: ({ appId }, body) => ({ ...body, appId }),
    status: 202,
    answer: z.object({
      jobId: Id,
      appId: Id,
      versionId: Id,
      status: z.literal('SUBMITTED'),
      fee: Money,
      estimate: Money,
      maximumCost: Money,
    }),
    location: ({ appId, jobId }) => `/v1/apps/${appId}/runs/${jobId}`,
    follow: followRun,
    takesAppKeys: true,
  }),
  mountQuery({
    operationId: 'getRun',
    tag: 'subscriptions',
    summary: 'Read a run of an app',
    description:
      'With its output once it has completed. A key of a subscription sees the runs that it began.',
    problems: ['NOT_FOUND'],
    path: '/v1/apps/:appId/runs/:jobId',
    params: RunPath,
    answer: RunView,
    read: ({ services }, context, { appId, jobId }) => readRun(services, context, appId, jobId),
    takesAppKeys: true,
  }),
]

import { registerDevice } from '../../ops/client/register-device.ts'
import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { calibration, failing, noisy } from '../../ops/demo/devices.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { until } from '../../ops/demo/until.ts'
import { furnishCapsules } from './furnish-capsules.ts'
import { furnishAgents } from './furnish-agents.ts'
import { furnishWorkflows } from './furnish-workflows.ts'
import { furnishBills } from './furnish-bills.ts'
import { furnishMetering } from './furnish-metering.ts'
import { furnishModels } from './furnish-models.ts'
import { furnishPayees } from './furnish-payees.ts'
import { furnishPayments } from './furnish-payments.ts'
import { furnishReconciliation } from './furnish-reconciliation.ts'
import { furnishWallet } from './furnish-wallet.ts'

/** What the story leaves out, so that as many kinds of thing as possible are there to be looked at; ids of some of them. */
export const furnish = async (stage: Stage, cast: Cast, appId: string) => {
  const { http } = stage
  const { carl, developer, provider, operator, deviceId } = cast
  const as = (person: { readonly token: string }) => ({ token: person.token })
  const send = async (method: string, path: string, body: object | undefined, who = carl) =>
    (await http.send(method, path, body, as(who))).body

  const windows = [
    { executionDay: 'Everyday', windowStartHour: '00:00:00', windowEndHour: '23:59:59' },
  ]
  const calibrated = { ...noisy, gateSet: ['sx', 'cx', 'rz', 'h', 'x'], executionWindows: windows }
  const noisyId = await registerDevice(http, provider, calibrated, calibration)
  const failingId = await registerDevice(http, provider, failing)
  const { source } = circuit('bell')
  const quote = await send('POST', '/v1/quotes', { source, deviceId, shots: 100 })
  await send('POST', '/v1/jobs', {
    source,
    deviceId,
    shots: 100,
    tags: ['mine'],
    quoteId: quote['quoteId'],
  })
  await send('POST', '/v1/jobs', { source, deviceId: noisyId, shots: 100 })
  const failed = await send('POST', '/v1/jobs', { source, deviceId: failingId, shots: 100 })
  await until('the job that fails', async () => {
    const { body } = await http.get(`/v1/jobs/${String(failed['jobId'])}`, as(carl))
    return body['status'] === 'FAILED' ? true : undefined
  })

  await send('POST', `/v1/organisations/${carl.organisationId}/invitations`, {
    email: 'mina@example.org',
    role: 'MEMBER',
  })
  await send('PUT', '/v1/me/profile', {
    displayName: 'Carl',
    links: [{ label: 'Course', url: 'https://example.org/course' }],
    isPublic: true,
  })
  await send('POST', '/v1/me/mfa/enrolments', { password: 'correct horse battery staple' })
  const endpoint = await send('POST', '/v1/webhook-endpoints', {
    url: 'https://receiver.example.com/quantum-hub',
    eventTypes: ['job.completed'],
  })
  const endpointId = String(endpoint['endpointId'])
  await send('POST', `/v1/webhook-endpoints/${endpointId}/pings`, undefined)
  await send(
    'POST',
    `/v1/apps/${appId}/pages`,
    { title: 'Use', body: 'Give it an angle.' },
    developer,
  )
  const entry = await send(
    'POST',
    '/v1/journal-entries',
    {
      asset: 'USD/2',
      legs: [
        { account: 'psp_fees', side: 'DEBIT', amount: '5' },
        { account: 'psp_clearing', side: 'CREDIT', amount: '5' },
      ],
      reason: 'Fees',
      pendingUntil: new Date(Date.now() + 3_600_000).toISOString(),
    },
    operator,
  )
  const entryId = String(entry['entryId'])
  await send('POST', `/v1/journal-entries/${entryId}/posting`, { reason: 'As stated' }, operator)
  await furnishPayees(stage, cast)
  await furnishReconciliation(stage, cast)
  await furnishWallet(stage, cast)
  const paid = await furnishPayments(stage, cast)
  const metering = await furnishMetering(stage, cast)
  const billed = await furnishBills(stage, cast)
  await furnishModels(stage, cast)
  const agents = await furnishAgents(stage, cast)
  const workflows = await furnishWorkflows(stage, cast)
  const capsules = await furnishCapsules(stage, cast)
  await send('POST', '/v1/knowledge-documents', { title: 'Rules', text: 'Measure last.' })
  const quoteId = String(quote['quoteId'])
  const jobId = String(failed['jobId'])
  return {
    deviceId: noisyId,
    quoteId,
    endpointId,
    entryId,
    jobId,
    ...metering,
    ...billed,
    ...paid,
    ...agents,
    ...workflows,
    ...capsules,
  }
}

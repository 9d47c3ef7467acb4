import { jobId } from '../../test/kit/jobs.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { accepted, granted, ran, rows, submission, usd } from '../../test/kit/job-steps.ts'
import { input, refused, sagaTable, succeeded } from '../../test/kit/saga.ts'
import { jobExecution } from './execution.ts'

const id = '00000000-0000-4000-8000-0000000000aa'
const usageId = `${id}-0`
const app = {
  appId: id,
  versionId: id,
  sellerOrganisation: id,
  subscriptionId: id,
  usageId,
  fee: usd('500'),
  commissionBasisPoints: 2000,
}
const submitted = input('JobSubmitted', { ...submission, app, submittedAt: meta.now })
const counted = [submitted, succeeded('confirmUsage')]
const watching = [
  ...counted,
  ...['holdFunds', 'queueJob', 'enqueueJob'].map((kind) => succeeded(kind)),
  granted,
  accepted,
  succeeded('recordDispatch'),
]

sagaTable(jobExecution, [
  ...rows('a run of an app', [
    {
      name: 'its place comes before the money',
      given: [],
      when: submitted,
      then: ['request confirmUsage', 'schedule queue'],
      effects: [{ jobId, usageId }],
    },
    {
      name: 'then the money',
      given: [submitted],
      when: succeeded('confirmUsage'),
      then: ['request holdFunds'],
    },
    {
      name: 'without a place it fails, and nothing was held',
      given: [submitted],
      when: refused('confirmUsage', 'QUOTA_EXCEEDED'),
      then: ['request failJob'],
    },
  ]),
])

const over = ['unschedule execution', 'compensate', 'request releaseSlot']
sagaTable(jobExecution, [
  ...rows('the end of a run', [
    {
      name: 'completed, the seller is paid and the run is counted',
      given: [...watching, ran('COMPLETED')],
      when: succeeded('completeJob'),
      then: [...over, 'request captureHold', 'request settleUsage'],
      effects: [{}, { amount: usd('1100'), fee: { amount: usd('500'), sellerOrganisation: id } }],
    },
    {
      name: 'cancelled, no fee is due and the place is given back',
      given: [...watching, ran('CANCELLED', { shots: 0, qpuSeconds: 0 })],
      when: succeeded('confirmCancellation'),
      then: [...over, 'request releaseHold', 'request releaseUsage'],
    },
  ]),
])

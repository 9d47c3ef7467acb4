import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import { jobId } from '../../test/kit/jobs.ts'
import {
  accepted,
  cancelled,
  captured,
  failed,
  granted,
  ran,
  rows,
  submission,
  usd,
} from '../../test/kit/job-steps.ts'
import { input, refused, sagaTable, succeeded, timer, type Told } from '../../test/kit/saga.ts'
import { paymentIdOf } from '../../commands/jobs/payment-id.ts'
import { jobExecution } from './execution.ts'

const paymentId = paymentIdOf(jobId)
const payWith = { methodId: idNamed('method'), offSession: false }
const submitted = input('JobSubmitted', { ...submission, payWith, submittedAt: meta.now })
const authorised = input('PaymentAuthorised', { paymentId, jobId, authorised: usd('2000') })
const declined = input('PaymentCancelled', { paymentId, jobId, reason: 'insufficient_funds' })
const asked: readonly Told[] = [submitted, succeeded('requestPayment')]
const reserving = [...asked, authorised]
const waiting = [
  ...reserving,
  succeeded('holdFunds'),
  succeeded('queueJob'),
  succeeded('enqueueJob'),
]
const settling = [
  ...waiting,
  granted,
  accepted,
  succeeded('recordDispatch'),
  ran('COMPLETED'),
  succeeded('completeJob'),
]

sagaTable(jobExecution, [
  ...rows('a card pays', [
    {
      name: 'it is asked for the maximum before anything else',
      given: [],
      when: submitted,
      then: ['request requestPayment', 'schedule queue'],
      effects: [{ jobId, amount: usd('2000'), ...payWith }],
    },
    {
      name: 'until it says so nothing happens',
      given: asked.slice(0, 1),
      when: succeeded('requestPayment'),
      then: [],
    },
    {
      name: 'what it authorised backs the hold',
      given: asked,
      when: authorised,
      then: ['request holdFunds'],
      effects: [{ amount: usd('2000'), backing: { paymentId } }],
    },
    {
      name: 'it may be quicker than the answer that it was asked',
      given: [submitted, authorised],
      when: succeeded('requestPayment'),
      then: [],
    },
    {
      name: 'what was used is captured on it',
      given: settling,
      when: captured,
      then: ['request settleCharge', 'request capturePayment'],
      effects: [{}, { jobId, amount: usd('1100') }],
    },
    {
      name: 'which is part of the end',
      given: [...settling, captured, succeeded('settleCharge'), succeeded('releaseSlot')],
      when: succeeded('capturePayment'),
      then: ['end COMPLETED'],
    },
    {
      name: 'an authorisation that lapsed leaves a debt',
      given: [...settling, captured],
      when: refused('capturePayment', 'ILLEGAL_PAYMENT_TRANSITION'),
      then: ['request failCardCapture'],
      effects: [{ amount: usd('1100') }],
    },
  ]),
  ...rows('a card does not pay', [
    {
      name: 'the job fails, and costs nothing',
      given: asked,
      when: declined,
      then: ['request failJob'],
      effects: [{ failure: { code: 'PAYMENT_DECLINED', faultDomain: 'USER' } }],
    },
    {
      name: 'there is nothing to give back but the payment',
      given: [...asked, declined],
      when: succeeded('failJob'),
      then: ['unschedule queue', 'request cancelPayment'],
    },
    {
      name: 'which may be over already',
      given: [...asked, declined, succeeded('failJob')],
      when: refused('cancelPayment', 'NOT_FOUND'),
      then: ['end FAILED'],
    },
    {
      name: 'a job that waits for its slot does not wait for a card that is gone',
      given: waiting,
      when: declined,
      then: ['request failJob'],
    },
    {
      name: 'one that nobody ever hears of does not hold up the job for ever',
      given: asked,
      when: timer('queue'),
      then: ['request failJob'],
    },
    {
      name: 'a hold that the wallet refuses gives the card free',
      given: [...reserving, refused('holdFunds', 'SPENDING_LIMIT_EXCEEDED')],
      when: succeeded('failJob'),
      then: ['unschedule queue', 'request voidHold', 'request cancelPayment'],
    },
  ]),
  ...rows('cancelled', [
    {
      name: 'while the card is being asked, it waits until it was',
      given: asked.slice(0, 1),
      when: cancelled(),
      then: [],
    },
    {
      name: 'then it ends',
      given: [submitted, cancelled()],
      when: succeeded('requestPayment'),
      then: ['request confirmCancellation'],
    },
    {
      name: 'after that at once',
      given: asked,
      when: cancelled(),
      then: ['request confirmCancellation'],
    },
    {
      name: 'and the card is told',
      given: [...asked, cancelled()],
      when: succeeded('confirmCancellation'),
      then: ['unschedule queue', 'request cancelPayment'],
      effects: [{ reason: 'CANCELLED' }],
    },
    {
      name: 'an authorisation that comes late changes nothing',
      given: [...asked, cancelled()],
      when: authorised,
      then: [],
    },
    {
      name: 'what is held is released, then the card is told',
      given: [...waiting, cancelled(), succeeded('confirmCancellation')],
      when: succeeded('releaseHold'),
      then: ['request releaseCharge', 'request cancelPayment'],
    },
  ]),
  ...rows('a failure that costs nothing', [
    {
      name: 'takes nothing from the card',
      given: [
        ...waiting,
        granted,
        accepted,
        succeeded('recordDispatch'),
        failed('PROVIDER', { shots: 0, qpuSeconds: 0 }),
        succeeded('failJob'),
      ],
      when: succeeded('releaseHold'),
      then: ['request releaseCharge', 'request cancelPayment'],
    },
  ]),
])

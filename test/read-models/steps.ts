import fc from '../kit/fast-check.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { device } from '../../domain/devices/device.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { job } from '../../domain/jobs/job.ts'
import { quote } from '../../domain/jobs/quote.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { catalogSteps } from './catalog-steps.ts'
import { marketSteps, reviewSteps } from './market-steps.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { calibration, facts, idOf, money, nextPrice, result, submission, usage } from './samples.ts'
import { meteringSteps } from './metering-steps.ts'
import { billSteps } from './bill-steps.ts'
import { stakingSteps } from './staking-steps.ts'
import { payeeSteps } from './payee-steps.ts'
import { operationSteps } from './operation-steps.ts'
import { transferSteps } from './transfer-steps.ts'
import { chainSteps } from './chain-steps.ts'
import { chainTransactionSteps } from './chain-transaction-steps.ts'
import { reconciliationSteps } from './reconciliation-steps.ts'
import { paymentSteps } from './payment-steps.ts'
import { saga, sagaSteps } from './saga-steps.ts'
import { runSteps } from './run-steps.ts'
import { signInSteps } from './sign-in-steps.ts'
import { subscriptionSteps } from './subscription-steps.ts'
import { walletSteps } from './wallet-steps.ts'

const asset = 'USD/2'

/** One thing that somebody, or the hub, wishes: the deciders say what comes of it. */
type Step = (recorder: Recorder, device: string, job: string, organisation: string) => void

const onDevice =
  (command: Parameters<typeof device.decide>[0]): Step =>
  (recorder, name) =>
    void recorder.record(device, idOf('device', name), command)

const onJob =
  (command: Parameters<typeof job.decide>[0]): Step =>
  (recorder, _, name) =>
    void recorder.record(job, idOf('job', name), command)

const onWallet =
  (commandFor: (holdId: string, jobId: string) => object): Step =>
  (recorder, _, name, owner) => {
    const organisation = idOf('organisation', owner)
    const command = commandFor(idOf('hold', name), idOf('job', name))
    type WalletCommand = Parameters<typeof wallet.decide>[0]
    recorder.record(wallet, walletIdOf(organisation, asset), {
      organisation,
      asset,
      ...command,
    } as WalletCommand)
  }

const onQueue =
  (commandFor: (jobId: string) => object): Step =>
  (recorder, deviceName, name) => {
    const deviceId = idOf('device', deviceName)
    type QueueCommand = Parameters<typeof deviceQueue.decide>[0]
    const command = { deviceId, ...commandFor(idOf('job', name)) } as QueueCommand
    recorder.record(deviceQueue, deviceId, command)
  }

const nothingUsed = { shots: 0, qpuSeconds: 0 }

const failure = {
  code: 'DEVICE_ERROR',
  message: 'it broke\u0000 half: \ud800',
  faultDomain: 'PROVIDER',
  retriable: true,
} as const

const steps = {
  registerDevice: (recorder, name) =>
    void recorder.record(device, idOf('device', name), {
      type: 'RegisterDevice',
      providerOrganisation: idOf('organisation', 'provider'),
      deviceId: idOf('device', name),
      facts: facts(`device ${name}`),
    }),
  goOnline: onDevice({ type: 'GoOnline' }),
  pause: onDevice({ type: 'PauseDevice', reason: 'maintenance' }),
  goOffline: onDevice({ type: 'GoOffline', reason: 'weekend' }),
  calibrate: (recorder, name) =>
    void recorder.record(device, idOf('device', name), {
      type: 'PublishCalibration',
      calibrationId: idOf('calibration', name, recorder.events.length.toString()),
      calibration: calibration(100 + recorder.events.length / 4),
    }),
  publishPrice: onDevice({ type: 'PublishPrice', price: nextPrice }),
  submit: (recorder, deviceName, name, owner) =>
    void recorder.record(job, idOf('job', name), {
      type: 'SubmitJob',
      submission: submission(name, owner, 'someone', deviceName),
    }),
  queue: (recorder, _, name) =>
    void recorder.record(job, idOf('job', name), {
      type: 'QueueJob',
      holdId: idOf('hold', name),
      amount: money(120n),
    }),
  dispatch: onJob({
    type: 'RecordDispatch',
    attempt: 1,
    clientToken: 'token',
    providerJobId: 'p-1',
  }),
  compiling: onJob({ type: 'RecordProgress', phase: 'COMPILING', rawState: 'compiling' }),
  executing: onJob({ type: 'RecordProgress', phase: 'EXECUTING_QPU', rawState: 'running' }),
  cancel: onJob({ type: 'RequestCancellation', by: 'USER', reason: 'changed my mind' }),
  cancelled: onJob({ type: 'ConfirmCancellation', by: 'USER', usage: nothingUsed }),
  complete: onJob({ type: 'CompleteJob', result, usage }),
  fail: onJob({ type: 'FailJob', failure, usage }),
  settle: onJob({
    type: 'SettleCharge',
    charged: money(100n),
    providerShare: money(90n),
    commission: money(10n),
  }),
  releaseCharge: onJob({ type: 'ReleaseCharge', reason: 'the device was at fault' }),
  refundJob: onJob({ type: 'RecordRefund', refunded: money(30n), reason: 'goodwill' }),
  issueQuote: (recorder, deviceName, name, owner) => {
    const submitted = submission(name, owner, 'someone', deviceName)
    const { programHash, shots, price, estimate, maximumCost } = submitted
    recorder.record(quote, idOf('quote', name), {
      type: 'IssueQuote',
      validForSeconds: 600,
      offer: {
        quoteId: idOf('quote', name),
        organisation: idOf('organisation', owner),
        deviceId: idOf('device', deviceName),
        estimatedSeconds: 0.5,
        ...{ programHash, shots, price, estimate, maximumCost },
      },
    })
  },
  credit: onWallet(() => ({ type: 'CreditWallet', amount: 10n ** 30n + 1n, reason: 'grant' })),
  hold: onWallet((holdId, jobId) => ({ type: 'HoldFunds', holdId, jobId, amount: 120n })),
  capture: onWallet((holdId) => ({
    type: 'CaptureHold',
    holdId,
    amount: 101n,
    providerOrganisation: idOf('organisation', 'provider'),
    commissionBasisPoints: 1000,
  })),
  release: onWallet((holdId) => ({ type: 'ReleaseHold', holdId, reason: 'cancelled' })),
  voidHold: onWallet((holdId) => ({ type: 'VoidHold', holdId })),
  refund: onWallet((holdId) => ({ type: 'RefundCharge', holdId, amount: 33n, reason: 'goodwill' })),
  chargeWallet: onWallet((chargeId, subjectId) => ({
    type: 'ChargeWallet',
    chargeId,
    purpose: 'SUBSCRIPTION_PERIOD',
    subjectId,
    amount: 101n,
    sellerOrganisation: idOf('organisation', 'seller'),
    commissionBasisPoints: 1500,
  })),
  refundWalletCharge: onWallet((chargeId, refundId) => ({
    type: 'RefundWalletCharge',
    chargeId,
    refundId,
    amount: 33n,
    reason: 'goodwill',
  })),
  voidWalletCharge: onWallet((chargeId, refundId) => ({
    type: 'VoidWalletCharge',
    chargeId,
    refundId,
    reason: 'cancelled',
  })),
  ...subscriptionSteps,
  ...meteringSteps,
  ...payeeSteps,
  ...walletSteps,
  ...reconciliationSteps,
  ...chainSteps,
  ...chainTransactionSteps,
  ...transferSteps,
  ...stakingSteps,
  ...operationSteps,
  ...billSteps,
  ...paymentSteps,
  ...runSteps,
  configureQueue: onQueue(() => ({
    type: 'ConfigureQueue',
    accepting: true,
    retired: false,
    concurrency: 2,
    windows: [],
  })),
  enqueue: onQueue((jobId) => ({ type: 'EnqueueJob', jobId, user: idOf('user', 'someone') })),
  leaveQueue: onQueue((jobId) => ({ type: 'ReleaseJob', jobId, usedSeconds: 1.5 })),
} as const satisfies Readonly<Record<string, Step>>

export type StepName = keyof typeof steps

/** Each of these, in order. */
export const play = (
  recorder: Recorder,
  names: readonly StepName[],
  deviceName = 'a',
  jobName = '1',
  owner = 'x',
): void => names.forEach((name) => steps[name](recorder, deviceName, jobName, owner))

const sagas = sagaSteps.map(
  (step): Step =>
    (recorder, _, name) =>
      step(recorder, saga(name)),
)

const market: readonly Step[] = [...Object.values(marketSteps), ...Object.values(reviewSteps)]
const catalog: readonly Step[] = Object.values(catalogSteps)
const signIns: readonly Step[] = Object.values(signInSteps)

const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Step[]>(...Object.values(steps)) },
  { weight: 2, arbitrary: fc.constantFrom(...market) },
  { weight: 3, arbitrary: fc.constantFrom(...catalog) },
  { weight: 1, arbitrary: fc.constantFrom(...sagas) },
  { weight: 2, arbitrary: fc.constantFrom(...signIns) },
)

/** What most of what follows needs: without it nearly every wish would be rejected. */
const ground: readonly StepName[] = ['registerDevice', 'configureQueue', 'credit', 'submit']

const few = (...names: readonly string[]) => fc.constantFrom(...names)

/** Logs of a few devices, jobs, wallets and sagas, with wishes in any order. */
export const arbitraryLog = (most = 120): fc.Arbitrary<readonly RecordedEvent[]> =>
  fc
    .array(fc.tuple(anyStep, few('a', 'b'), few('1', '2', '3'), few('x', 'y')), {
      minLength: 30,
      maxLength: most,
    })
    .map((wishes) => {
      const recorder = createRecorder()
      play(recorder, ground, 'a', '1', 'x')
      play(recorder, ground, 'b', '2', 'y')
      play(recorder, ['submit'], 'a', '3', 'x')
      for (const [step, deviceName, jobName, owner] of wishes)
        step(recorder, deviceName, jobName, owner)
      return recorder.events
    })

/** One job from the credit to its settlement, as the hub would write it. */
export const wholeJob: readonly StepName[] = [
  'registerDevice',
  'goOnline',
  'configureQueue',
  'credit',
  'submit',
  'hold',
  'queue',
  'enqueue',
  'dispatch',
  'compiling',
  'executing',
  'complete',
  'leaveQueue',
  'capture',
  'settle',
]

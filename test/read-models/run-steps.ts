import { subscriptionKey } from '../../domain/subscriptions/subscription-key.ts'
import { appUsage, usageIdOf, type AppUsageCommand } from '../../domain/subscriptions/usage.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, job: string, organisation: string) => void

const onUsage =
  (wish: (runId: string, name: string, owner: string) => AppUsageCommand): Step =>
  (recorder, _, name, owner) => {
    const usageId = usageIdOf(idOf('subscription', name), 0)
    recorder.record(appUsage, usageId, wish(idOf('job', name), name, owner))
  }

/** What may happen to runs and keys of a subscription, by the deciders. */
export const runSteps = {
  reserveRun: onUsage((runId, name, owner) => ({
    type: 'ReserveRun',
    runId,
    usageId: usageIdOf(idOf('subscription', name), 0),
    organisation: idOf('organisation', owner),
    appId: idOf('app', name),
    quota: 3,
  })),
  confirmRun: onUsage((runId) => ({ type: 'ConfirmRun', runId })),
  countRun: onUsage((runId) => ({ type: 'SettleRun', runId })),
  uncountRun: onUsage((runId) => ({ type: 'ReleaseRun', runId })),
  createSubscriptionKey: (recorder, _, name, owner) => {
    const keyId = idOf('subscriptionKey', name)
    recorder.record(subscriptionKey, keyId, {
      type: 'CreateSubscriptionKey',
      keyId,
      subscriptionId: idOf('subscription', name),
      organisation: idOf('organisation', owner),
      appId: idOf('app', name),
      key: {
        createdBy: idOf('user', 'someone'),
        name: 'backend',
        hash: 'a'.repeat(64),
        prefix: 'qhubrun_abcdef',
        last4: 'wxyz',
        perMinute: 60,
      },
    })
  },
  revokeSubscriptionKey: (recorder, _, name) => {
    recorder.record(subscriptionKey, idOf('subscriptionKey', name), {
      type: 'RevokeSubscriptionKey',
    })
  },
} as const satisfies Readonly<Record<string, Step>>

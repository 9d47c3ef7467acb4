import { gt } from 'semver'
import { appVersion } from '../../domain/catalog/app-version.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { onOwnSubscription, SubscriptionInput } from './on-own-subscription.ts'

/** Goes over to a newer version of the app: subscriptions stay with theirs until somebody asks for another. */
export const changeVersion = onOwnSubscription(
  'subscriptions.change-version',
  SubscriptionInput.extend({ versionId: Id }),
  async ({ versionId }, { load }, { appId, versionId: pinned }) => {
    const [{ state: wanted }, { state: current }] = await Promise.all([
      load(appVersion, versionId),
      load(appVersion, pinned),
    ])
    if (wanted.kind !== 'released' || wanted.appId !== appId) return notFound('released version')
    if (versionId !== pinned && current.kind !== 'absent' && !gt(wanted.semver, current.semver))
      return reject(
        'ILLEGAL_SUBSCRIPTION_TRANSITION',
        `The subscription has ${current.semver}; ${wanted.semver} is not newer.`,
      )
    return { type: 'ChangeVersion', versionId }
  },
)

import { appLike } from '../../domain/catalog/app-like.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { personOf } from '../accounts/membership.ts'
import { defineCommand } from '../shared/definition.ts'
import { OfApp } from './change-own-app.ts'
import { offeredApp } from './offered.ts'

/** A person likes an app, which counts once, or does so no longer. */
const likeOrNot = (name: string, type: 'LikeApp' | 'UnlikeApp') =>
  defineCommand({
    name,
    input: OfApp,
    scope: 'marketplace:write',
    run: async ({ appId }, tools) => {
      const userId = personOf(tools.context)
      if (typeof userId !== 'string') return userId
      const offered = await offeredApp(tools, appId)
      if (isRejection(offered)) return offered
      const likeId = derivedId(appId, 'like', userId)
      const changed = await tools.change(appLike, likeId, { type, likeId, appId, userId })
      const liked = type === 'LikeApp'
      return 'stream' in changed ? { answer: { appId, liked }, changed } : changed
    },
  })

export const likeApp = likeOrNot('catalog.like-app', 'LikeApp')
export const unlikeApp = likeOrNot('catalog.unlike-app', 'UnlikeApp')

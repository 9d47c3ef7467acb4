import { definitions as downloads } from '../../domain/catalog/app-download.ts'
import { definitions as likes } from '../../domain/catalog/app-like.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { projectionOf } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'

/** How often an app was taken and by how many it is liked; and by whom, so that each sees their own. */
export const appCounts = projectionOf({
  name: 'app-counts',
  definitions: [...downloads, ...likes],
  touches: ({ data }) => [{ table: 'app_counts', key: { app_id: data.appId } }],
  apply: (event, rows): readonly RowWrite[] => {
    const { data, position } = event
    const { appId: app_id } = data
    const before = rows.get('app_counts', { app_id })
    const counts = before ?? { app_id, downloads: 0n, likes: 0n, position }
    // Written by many streams: its position is the greatest seen, in whatever order the streams are applied.
    const at = counts.position > position ? counts.position : position
    const put = (
      change: { readonly downloads: bigint } | { readonly likes: bigint },
    ): RowWrite => ({
      do: 'put',
      table: 'app_counts',
      row: { ...counts, ...change, position: at },
    })
    switch (event.type) {
      case 'AppDownloaded':
        return [put({ downloads: counts.downloads + 1n })]
      case 'AppLiked': {
        const { likeId: like_id, userId: user_id, at: likedAt } = event.data
        const row = { like_id, app_id, user_id, liked_at: new Date(likedAt), position }
        return [put({ likes: counts.likes + 1n }), { do: 'put', table: 'app_likes', row }]
      }
      case 'AppUnliked': {
        const key = { like_id: event.data.likeId }
        return [put({ likes: counts.likes - 1n }), { do: 'remove', table: 'app_likes', key }]
      }
      default:
        return exhausted(event)
    }
  },
})

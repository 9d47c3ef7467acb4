import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { appDownload, type AppDownloadEvent } from './app-download.ts'
import { appLike, type AppLikeCommand } from './app-like.ts'
import { slugReservation, type SlugCommand } from './slug-reservation.ts'

const [appId, userId] = [idNumber(1), idNumber(2)]
const like = (type: 'LikeApp' | 'UnlikeApp'): AppLikeCommand => ({
  type,
  likeId: idNumber(3),
  appId,
  userId,
})
const download = {
  type: 'CountDownload',
  downloadsId: idNumber(4),
  appId,
  versionId: idNumber(5),
  accountId: userId,
} as const

t.test('a person likes an app once', async () => {
  const { after, given } = decider(appLike)
  given().when(like('LikeApp')).then(['AppLiked'])
  after(like('LikeApp')).when(like('LikeApp')).then([])
  given().when(like('UnlikeApp')).then([])
  after(like('LikeApp')).when(like('UnlikeApp')).then(['AppUnliked'])
})

t.test('a download counts once a day, by UTC', async () => {
  const { given } = decider(appDownload)
  const counted: AppDownloadEvent = {
    type: 'AppDownloaded',
    data: {
      ...{ downloadsId: idNumber(4), appId, versionId: idNumber(5), accountId: userId },
      day: '2026-01-01',
      at: '2026-01-01T23:59:59.999Z',
    },
  }
  given().at('2026-01-01T23:59:59.999Z').when(download).then([counted])
  given(counted).at('2026-01-01T00:00:00.000Z').when(download).then([])
  given(counted).at('2026-01-02T00:00:00.000Z').when(download).then(['AppDownloaded'])
  given(counted).at('2025-12-31T23:00:00.000Z').when(download).then([])
})

t.test('as many downloads as days, however often it is asked for', async () =>
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 72 }), { maxLength: 50 }), (hours) => {
      const inOrder = hours.toSorted((a, b) => a - b)
      const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString()
      let [state, counted] = [appDownload.initial, 0]
      for (const hour of inOrder) {
        const decided = appDownload.decide(download, state, { ...meta, now: at(hour) })
        if (isRejection(decided)) return false
        state = decided.reduce(appDownload.evolve, state)
        counted += decided.length
      }
      return counted === new Set(inOrder.map((hour) => Math.floor(hour / 24))).size
    }),
  ),
)

t.test('a slug is one app’s, unless that never came to be', async () => {
  const { after, given } = decider(slugReservation)
  const reserve = (n: number): SlugCommand => ({
    type: 'ReserveSlug',
    slug: 'pairs',
    appId: idNumber(n),
  })
  const takeOver = (n: number, from: number): SlugCommand => ({
    type: 'TakeOverSlug',
    slug: 'pairs',
    appId: idNumber(n),
    from: idNumber(from),
  })
  given().when(reserve(1)).then(['AppSlugReserved'])
  after(reserve(1)).when(reserve(1)).then([])
  after(reserve(1)).when(reserve(2)).then('SLUG_TAKEN')
  after(reserve(1)).when(takeOver(2, 1)).then(['AppSlugTakenOver'])
  after(reserve(1), takeOver(2, 1)).when(takeOver(3, 1)).then('SLUG_TAKEN')
})

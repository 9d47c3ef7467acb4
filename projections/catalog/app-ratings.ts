import type { RowWrite } from '../shared/rows.ts'
import type { AppRatingRow } from './market-tables.ts'

const columns = ['ones', 'twos', 'threes', 'fours', 'fives'] as const

/**
 * The app's ratings after a review counts for other stars than before. Sums alone, so that reviews may come in any order;
 * the position is the greatest seen.
 */
export const ratingAfter = (
  known: AppRatingRow | undefined,
  { app_id, position }: Pick<AppRatingRow, 'app_id' | 'position'>,
  before: number | undefined,
  after: number | undefined,
): readonly RowWrite[] => {
  if (before === after) return []
  const row = known ?? { app_id, ones: 0, twos: 0, threes: 0, fours: 0, fives: 0, position }
  const changed = columns.map((column, index) => {
    const stars = index + 1
    return [column, row[column] + Number(after === stars) - Number(before === stars)] as const
  })
  const counts: Partial<AppRatingRow> = Object.fromEntries(changed)
  const newest = row.position > position ? row.position : position
  return [{ do: 'put', table: 'app_ratings', row: { ...row, ...counts, position: newest } }]
}

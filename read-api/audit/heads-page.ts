import type { AuditBook, BookHead } from '../../platform/audit/port.ts'
import type { PageRequest } from '../pagination/keyset.ts'

/** A page of heads and one more, in the order in which it is read, as `takePage` has them of rows. */
export const readHeadsPage = async (
  book: Pick<AuditBook, 'heads'>,
  { direction, after, before, limit, fromEnd }: PageRequest,
): Promise<readonly BookHead[]> => {
  const forwards = (direction === 'ASC') !== fromEnd
  // Where the reading begins, and what it may not reach; both are left out themselves.
  const [begin, end] = fromEnd ? [before, after] : [after, before]
  const edge = begin?.[0] === undefined ? undefined : BigInt(begin[0]) + (forwards ? 1n : -1n)
  if (edge !== undefined && edge < 0n) return []
  const heads = await book.heads({
    ...(edge === undefined ? {} : { from: edge }),
    maxCount: limit + 1,
    direction: forwards ? 'forwards' : 'backwards',
  })
  const stop = end?.[0] === undefined ? undefined : BigInt(end[0])
  if (stop === undefined) return heads
  return heads.filter(({ revision }) => (forwards ? revision < stop : revision > stop))
}

import { PackageError } from './package-error.ts'

/** Counts what comes out of an archive, and stops at the limit. */
export type Budget = { readonly spend: (bytes: number) => void }

export const createBudget = (limit: number): Budget => {
  let left = limit
  return {
    spend: (bytes) => {
      left -= bytes
      if (left < 0)
        throw new PackageError('PACKAGE_INFLATES_TOO_FAR', `more than ${limit} bytes when inflated`)
    },
  }
}

/** The first `limit` bytes of an entry and one more, so that who asks can tell; all of it is read and paid for. */
export const gather = async (
  chunks: AsyncIterable<Uint8Array>,
  budget: Budget,
  limit: number,
): Promise<Buffer> => {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    budget.spend(chunk.byteLength)
    if (size <= limit) kept.push(chunk.subarray(0, limit + 1 - size))
    size += chunk.byteLength
  }
  return Buffer.concat(kept)
}

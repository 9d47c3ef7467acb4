import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { createBudget, gather, type Budget } from './budget.ts'
import { createEntryNames } from './entry-names.ts'
import type { PackageLimits } from './limits.ts'
import { PackageError } from './package-error.ts'
import type { Take } from './take.ts'

const metered = (budget: Budget) =>
  async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      budget.spend(chunk.byteLength)
      yield chunk
    }
  }

/** Paid for already, as part of the whole. */
const free: Budget = { spend: () => undefined }

/** Reads every entry of a gzipped tar file through, in its order, and hands on its files. */
export const readTar = async (path: string, limits: PackageLimits, take: Take): Promise<void> => {
  const archive = extract()
  const inflating = pipeline(
    createReadStream(path),
    createGunzip(),
    metered(createBudget(limits.inflatedBytes)),
    archive,
  )
  // Heard below; until then a failure must not pass for one that nobody hears.
  inflating.catch(() => undefined)
  const name = createEntryNames(limits.entries)
  try {
    for await (const entry of archive) {
      const { name: path, type } = entry.header
      name(path)
      if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory')
        throw new PackageError('PACKAGE_ENTRY', `${path} is neither a file nor a folder`)
      // A stream like Node's, iterable as those are; its types do not say so.
      const chunks = entry as unknown as AsyncIterable<Uint8Array>
      const content = await gather(chunks, free, limits.fileBytes)
      if (type !== 'directory') take(path.replace(/^\.\//, ''), content)
    }
  } catch (error) {
    archive.destroy()
    // Of the two ends of the pipe, the one that failed first knows why.
    const first = await inflating.then(
      () => error,
      (cause: unknown) => (error instanceof PackageError ? error : cause),
    )
    throw first
  }
  await inflating
}

import { crc32 } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { createBudget, gather } from './budget.ts'
import { createEntryNames } from './entry-names.ts'
import type { PackageLimits } from './limits.ts'
import { PackageError } from './package-error.ts'
import type { Take } from './take.ts'

const typeMask = 0o170000
const regular = 0o100000
const folder = 0o040000

/** Archives made on Unix say in the upper half of the attributes what an entry was there; others leave it empty. */
const refuseOddities = (entry: Entry): void => {
  const type = (entry.externalFileAttributes >>> 16) & typeMask
  if (type !== 0 && type !== regular && type !== folder)
    throw new PackageError('PACKAGE_ENTRY', `${entry.fileName} is neither a file nor a folder`)
  if (entry.isEncrypted())
    throw new PackageError('PACKAGE_UNREADABLE', `${entry.fileName} is encrypted`)
}

/** Content as it comes, held at its end against the checksum of its entry. */
async function* checked(content: AsyncIterable<Uint8Array>, entry: Entry) {
  let sum = 0
  for await (const chunk of content) {
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (sum !== entry.crc32)
    throw new PackageError('PACKAGE_UNREADABLE', `${entry.fileName} fails its checksum`)
}

/** Reads every entry of a zip file through, one after the other, and hands on those that are asked for. */
export const readZip = async (path: string, limits: PackageLimits, take: Take): Promise<void> => {
  const archive = await openPromise(path, { strictFileNames: true, autoClose: false })
  try {
    const name = createEntryNames(limits.entries)
    const budget = createBudget(limits.inflatedBytes)
    for await (const entry of archive.eachEntry()) {
      name(entry.fileName)
      refuseOddities(entry)
      if (entry.fileName.endsWith('/')) continue
      const content = await archive.openReadStreamPromise(entry)
      take(entry.fileName, await gather(checked(content, entry), budget, limits.fileBytes))
    }
  } finally {
    archive.close()
  }
}

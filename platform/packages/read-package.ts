import { fileTypeFromFile } from 'file-type'
import { defaultPackageLimits, type PackageLimits } from './limits.ts'
import { manifestName, readManifest } from './manifest.ts'
import { PackageError, type PackageFault } from './package-error.ts'
import { readTar } from './read-tar.ts'
import { readZip } from './read-zip.ts'
import type { Take } from './take.ts'

export type PackageContent = {
  /** The path of the program in the package, and its text. */
  readonly main: string
  readonly source: string
  /** Files of the package, in the order of the archive. */
  readonly files: readonly string[]
}

export type PackageType = 'application/zip' | 'application/gzip'

export type PackageOutcome =
  | { readonly kind: 'read'; readonly type: PackageType; readonly content: PackageContent }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'refused'; readonly fault: PackageFault; readonly detail: string }

/** What the first bytes of a file say that it is, whatever it is called. */
const typeOf = async (path: string): Promise<PackageType | undefined> => {
  const found = await fileTypeFromFile(path)
  // An archive may pass for what is built of archives: jar, docx and the like are zip files.
  const signature = found?.mime
  if (signature === 'application/gzip' || found?.ext === 'tar.gz') return 'application/gzip'
  return signature === 'application/zip' ? 'application/zip' : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const textOf = (content: Buffer, fault: PackageFault, name: string, limit: number): string => {
  if (content.byteLength > limit)
    throw new PackageError(fault, `${name} is larger than ${limit} bytes`)
  try {
    return utf8.decode(content)
  } catch {
    throw new PackageError(fault, `${name} is not UTF-8`)
  }
}

const isKept = (name: string): boolean => name === manifestName || name.endsWith('.qasm')

const contentOf = async (
  path: string,
  type: PackageType,
  limits: PackageLimits,
): Promise<PackageContent> => {
  const kept = new Map<string, Buffer>()
  const files: string[] = []
  const take: Take = (name, content) => {
    files.push(name)
    if (isKept(name)) kept.set(name, content)
  }
  await (type === 'application/zip' ? readZip : readTar)(path, limits, take)
  const manifest = kept.get(manifestName)
  if (manifest === undefined)
    throw new PackageError('PACKAGE_MANIFEST', `there is no ${manifestName} at the root`)
  const { main } = readManifest(
    textOf(manifest, 'PACKAGE_MANIFEST', manifestName, limits.fileBytes),
  )
  const program = kept.get(main)
  if (program === undefined) throw new PackageError('PACKAGE_MAIN', `there is no ${main}`)
  const source = textOf(program, 'PACKAGE_MAIN', main, limits.fileBytes)
  if (source.trim() === '') throw new PackageError('PACKAGE_MAIN', `${main} is empty`)
  return { main, source, files }
}

/**
 * Reads an uploaded archive: all of it once, as a stream, writing nothing and following nothing. What is wrong with it is
 * part of the answer.
 */
export const readPackage = async (
  path: string,
  limits: PackageLimits = defaultPackageLimits,
): Promise<PackageOutcome> => {
  const type = await typeOf(path)
  if (type === undefined) return { kind: 'unsupported' }
  try {
    return { kind: 'read', type, content: await contentOf(path, type, limits) }
  } catch (error) {
    if (error instanceof PackageError)
      return { kind: 'refused', fault: error.code, detail: error.message }
    // The disk's own troubles have a system call; the rest is what the archive readers say of the archive.
    if (!(error instanceof Error) || 'syscall' in error) throw error
    return { kind: 'refused', fault: 'PACKAGE_UNREADABLE', detail: error.message.slice(0, 500) }
  }
}

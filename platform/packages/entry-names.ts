import { PackageError } from './package-error.ts'

const segment =
  /^(?!\.{1,2}$)[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$|^\.[A-Za-z0-9_][A-Za-z0-9._-]{0,98}$/
const maxDepth = 10
const maxLength = 200

/** A plain relative path: no root, no drive, no `..`, no backslash, no character that a file system may read otherwise. */
export const isPlainPath = (name: string): boolean => {
  const parts = name.split('/')
  return (
    name.length <= maxLength &&
    parts.length <= maxDepth &&
    parts.every((part) => segment.test(part))
  )
}

/** Takes each entry's name; refuses what is no plain path, and what was there before, capitals or not. */
export const createEntryNames = (limit: number): ((name: string) => void) => {
  const seen = new Set<string>()
  return (name) => {
    const path = name.replace(/^\.\//, '').replace(/\/$/, '')
    // The folder itself, as `tar -C folder .` writes it.
    if (path === '' || path === '.') return
    if (!isPlainPath(path))
      throw new PackageError(
        'PACKAGE_PATH',
        `${JSON.stringify(name.slice(0, 100))} is no plain relative path`,
      )
    const same = path.toLowerCase()
    if (seen.has(same)) throw new PackageError('PACKAGE_PATH', `${path} is there twice`)
    seen.add(same)
    if (seen.size > limit)
      throw new PackageError('PACKAGE_TOO_MANY_ENTRIES', `more than ${limit} entries`)
  }
}

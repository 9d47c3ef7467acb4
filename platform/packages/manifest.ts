import { z } from 'zod'
import { isPlainPath } from './entry-names.ts'
import { PackageError } from './package-error.ts'

export const manifestName = 'app.json'

/** What `app.json` at the root of a package says. */
export const PackageManifest = z.strictObject({
  /** The program: a file of the package, whose name ends with .qasm. */
  main: z.string().refine((path) => isPlainPath(path) && path.endsWith('.qasm'), {
    error: 'a plain relative path that ends with .qasm is expected',
  }),
  name: z.string().max(120).exactOptional(),
  description: z.string().max(2000).exactOptional(),
})
export type PackageManifest = z.output<typeof PackageManifest>

/** Throws a PackageError that says what is wrong with it. */
export const readManifest = (text: string): PackageManifest => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new PackageError('PACKAGE_MANIFEST', `${manifestName} is no JSON`)
  }
  const parsed = PackageManifest.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue === undefined ? '' : `/${issue.path.join('/')}: ${issue.message}`
  throw new PackageError('PACKAGE_MANIFEST', `${manifestName} ${where}`.slice(0, 500))
}

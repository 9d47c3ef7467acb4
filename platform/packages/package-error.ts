import { CodedError } from '../errors/coded-error.ts'

/** Every way in which a package can be refused. The codes are a contract, the messages are not. */
export const packageFaults = {
  PACKAGE_UNREADABLE: 'the archive is damaged, encrypted or of a kind that is not read',
  PACKAGE_PATH: 'an entry whose name is not a plain relative path, or comes twice',
  PACKAGE_ENTRY: 'an entry that is neither a file nor a folder',
  PACKAGE_TOO_MANY_ENTRIES: 'more entries than the limit',
  PACKAGE_INFLATES_TOO_FAR: 'more bytes when inflated than the limit',
  PACKAGE_MANIFEST: 'app.json is missing or not as documented',
  PACKAGE_MAIN: 'the program that app.json names is missing, too large or no text',
} as const

export type PackageFault = keyof typeof packageFaults

/** How a fault travels up inside the reader; callers of the folder only ever see the value. */
export class PackageError extends CodedError<PackageFault> {
  override readonly name = 'PackageError'
}

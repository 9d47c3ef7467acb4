/** What a package may make of the hub's time and memory. */
export type PackageLimits = {
  readonly entries: number
  /** Bytes of all entries, inflated; nothing is believed that an archive says of its sizes. */
  readonly inflatedBytes: number
  /** Of the manifest and of the program. */
  readonly fileBytes: number
}

export const defaultPackageLimits: PackageLimits = {
  entries: 1000,
  inflatedBytes: 128 * 1024 * 1024,
  fileBytes: 256 * 1024,
}

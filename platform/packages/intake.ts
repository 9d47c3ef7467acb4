import { ObjectStoreUnavailable, type ObjectStore, type StoredObject } from '../objects/port.ts'
import type { Spool } from '../objects/spool.ts'
import type { PackageFault } from './package-error.ts'
import { readPackage, type PackageType } from './read-package.ts'

export type KeptPackage = {
  readonly object: StoredObject
  readonly contentType: PackageType
  /** The path of its program. */
  readonly main: string
  readonly files: number
}

export type IntakeOutcome =
  | { readonly kind: 'kept'; readonly package: KeptPackage }
  | { readonly kind: 'too-large'; readonly maxBytes: number }
  /** What arrived is not what its sender hashed. */
  | { readonly kind: 'digest-mismatch'; readonly sha256: string }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'refused'; readonly fault: PackageFault; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string }

export type PackageIntake = {
  readonly maxBytes: number
  /**
   * Takes a package in as it streams: its size, its hash, its kind and its content are looked at before it is kept.
   * Throws what the stream throws; whatever is not kept leaves nothing behind.
   */
  readonly take: (
    content: AsyncIterable<Uint8Array>,
    options: {
      /** Hex; what the sender says that the hash is. */
      readonly sha256: string | undefined
      readonly signal?: AbortSignal
    },
  ) => Promise<IntakeOutcome>
}

export const createPackageIntake = (
  objects: ObjectStore,
  spool: Spool,
  maxBytes: number,
): PackageIntake => ({
  maxBytes,
  take: async (content, { sha256, ...options }) => {
    const outcome = await spool.receive(content, { maxBytes, ...options })
    if (outcome.kind === 'too-large') return { kind: 'too-large', maxBytes }
    const { received } = outcome
    try {
      if (sha256 !== undefined && sha256 !== received.sha256)
        return { kind: 'digest-mismatch', sha256: received.sha256 }
      const found = await readPackage(received.path)
      if (found.kind !== 'read') return found
      const { main, files } = found.content
      const object = await objects.keep(received)
      return {
        kind: 'kept',
        package: { object, contentType: found.type, main, files: files.length },
      }
    } catch (error) {
      if (error instanceof ObjectStoreUnavailable)
        return { kind: 'unavailable', detail: error.message }
      throw error
    } finally {
      await spool.discard(received)
    }
  },
})

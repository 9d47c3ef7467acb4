import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { ObjectStoreUnavailable, type ObjectStore } from '../objects/port.ts'

/** A package that is kept, and what it is to be. Size in bytes, hash in hex. */
export type KeptContent = {
  readonly objectKey: string
  readonly sha256: string
  readonly size: number
}

/** The bytes of a package. Whoever is given them reads or destroys them; either closes what they come from. */
export type PackageOutlet = (
  wanted: KeptContent,
) => Promise<
  | { readonly kind: 'open'; readonly content: Readable }
  | { readonly kind: 'unavailable'; readonly detail: string }
>

/** Passes content on, the last of it only when all of it is what was uploaded: what is not never looks complete. */
const heldAgainst = ({ sha256, size }: KeptContent) =>
  async function* (chunks: AsyncIterable<Uint8Array>) {
    const hash = createHash('sha256')
    let seen = 0
    let held: Uint8Array | undefined
    for await (const chunk of chunks) {
      seen += chunk.byteLength
      if (seen > size) break
      hash.update(chunk)
      if (held !== undefined) yield held
      held = chunk
    }
    if (seen !== size || hash.digest('hex') !== sha256)
      throw new ObjectStoreUnavailable('the package is not what was uploaded')
    if (held !== undefined) yield held
  }

/** Waits for the first bytes, so that trouble with the storage is told before anything is sent. */
export const createPackageOutlet =
  (objects: ObjectStore): PackageOutlet =>
  async (wanted) => {
    try {
      const source = await objects.open(wanted.objectKey)
      if (source === undefined)
        return { kind: 'unavailable', detail: 'the package is not in the storage' }
      // What goes wrong is told by the last stream of the pipeline, which is the reader's.
      const content = pipeline(source, heldAgainst(wanted), new PassThrough(), () => undefined)
      await once(content, 'readable')
      return { kind: 'open', content }
    } catch (error) {
      // Bytes that do not come are the storage's doing, whatever it is that is kept in.
      const detail = error instanceof Error ? error.message : String(error)
      return { kind: 'unavailable', detail }
    }
  }

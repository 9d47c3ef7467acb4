import { z } from 'zod'
import { KeyId, Signature, VerifierKey } from '../../domain/audit/keys.ts'
import { Instant, Sha256 } from '../../domain/shared/values.ts'

/** The files of an export. Each byte of each is under the signature of the manifest's bytes. */
export const eventsFile = 'events.ndjson'
export const hashesFile = 'hashes.txt'
export const headsFile = 'heads.ndjson'
export const manifestFile = 'manifest.json'
export const signatureFile = 'manifest.sig'

export const headLine = z.strictObject({
  size: z.int().min(1),
  root: Sha256,
  at: Instant,
  keyId: KeyId,
  signature: Signature,
})

const peak = z.strictObject({ level: z.int().min(0).max(52), hash: Sha256 })
const file = z.strictObject({ bytes: z.int().min(0), sha256: Sha256 })
const count = z.int().min(0)

/** What an export says of itself. Leaves count from 0; `to` is the first that is not in it. */
export const manifest = z.strictObject({
  format: z.literal('qhub-audit-export/1'),
  takenAt: Instant,
  from: count,
  to: count,
  events: count,
  firstPosition: z.string().regex(/^\d+$/).exactOptional(),
  lastPosition: z.string().regex(/^\d+$/).exactOptional(),
  /** The head that the events are held against; those between `to` and its size are there as `right`, those before as `left`. */
  head: headLine,
  left: z.array(peak).max(64),
  right: z.array(peak).max(128),
  /** In the order in which they were introduced. */
  keys: z.array(
    z.strictObject({
      keyId: KeyId,
      key: VerifierKey,
      since: Instant,
      endorsement: z.strictObject({ keyId: KeyId, signature: Signature }).exactOptional(),
    }),
  ),
  /** The key whose signature stands in `manifest.sig`. */
  keyId: KeyId,
  files: z.strictObject({ [eventsFile]: file, [hashesFile]: file, [headsFile]: file }),
})
export type AuditManifest = z.infer<typeof manifest>

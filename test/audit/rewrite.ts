import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { leafHash } from '../../domain/audit/hashes.ts'
import { leafOf } from '../../domain/audit/leaf.ts'
import { manifest } from '../../ops/audit/format.ts'
import { lineOfMarks, marksOf } from '../../ops/audit/marks.ts'
import { lineOfEvent, type DumpedEvent } from '../../ops/store/dump.ts'
import { hexOf, sha256 } from '../../platform/audit/sha256.ts'
import type { Signer } from '../../platform/audit/signing.ts'

const written = (bytes: Buffer) => ({ bytes: bytes.length, sha256: hexOf(sha256(bytes)) })

/** An export with other events in which everything fits but what only the private key can make. */
export const rewriteExport = (
  from: string,
  to: string,
  events: readonly DumpedEvent[],
  forger: Signer | undefined,
): void => {
  const lines = events.map((event) => lineOfEvent(event))
  const hashes = events.map((event, i) =>
    lineOfMarks(marksOf(event, leafHash(sha256, leafOf(event)), Buffer.from(lines[i] ?? ''))),
  )
  const text = (some: readonly string[]) => Buffer.from(some.map((line) => `${line}\n`).join(''))
  const [eventsBytes, hashesBytes] = [text(lines), text(hashes)]
  const before = manifest.parse(JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8')))
  const after = {
    ...before,
    ...(forger === undefined ? {} : { keyId: forger.keyId }),
    files: {
      ...before.files,
      'events.ndjson': written(eventsBytes),
      'hashes.txt': written(hashesBytes),
    },
  }
  const own = Buffer.from(`${JSON.stringify(after, undefined, 2)}\n`)
  const signature =
    forger === undefined ? readFileSync(join(from, 'manifest.sig')) : `${forger.sign(own)}\n`
  mkdirSync(to)
  writeFileSync(join(to, 'events.ndjson'), eventsBytes)
  writeFileSync(join(to, 'hashes.txt'), hashesBytes)
  writeFileSync(join(to, 'heads.ndjson'), readFileSync(join(from, 'heads.ndjson')))
  writeFileSync(join(to, 'manifest.json'), own)
  writeFileSync(join(to, 'manifest.sig'), signature)
}

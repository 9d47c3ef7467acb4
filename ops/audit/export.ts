import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntroducedKey } from '../../domain/audit/keys.ts'
import { isAudited } from '../../domain/audit/leaf.ts'
import {
  emptyRange,
  extendByLeaves,
  rootOf,
  type Peak,
  type Range,
} from '../../domain/audit/range.ts'
import type { SignedHead } from '../../domain/audit/tree-heads.ts'
import { hexOf, sha256 } from '../../platform/audit/sha256.ts'
import type { Signer } from '../../platform/audit/signing.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import { hashOfEvent } from '../../projections/audit/catch-up.ts'
import { syncDirectory } from '../embedded/event-store/store/files.ts'
import { emptyDirectory } from '../store/backup.ts'
import { lineOfEvent } from '../store/dump.ts'
import type { OnStep } from '../progress/step.ts'
import {
  eventsFile,
  hashesFile,
  headsFile,
  manifestFile,
  signatureFile,
  type AuditManifest,
} from './format.ts'
import { createLineFile } from '../store/line-file.ts'
import { lineOfMarks, marksOf } from './marks.ts'
import { AuditError } from './problem.ts'

export type ExportWish = {
  readonly log: StoredLog
  /** All that were signed, in order. The events are held against the last one, and none behind it is exported. */
  readonly heads: readonly SignedHead[]
  readonly keys: readonly IntroducedKey[]
  readonly signer: Signer
  readonly directory: string
  /** Positions of the first and the last event wanted; all of the tree without them. */
  readonly from?: bigint
  readonly to?: bigint
  readonly now: Date
  readonly onStep: OnStep
}

const written = ({ level, hash }: Peak) => ({ level, hash: hexOf(hash) })

/** Writes signed events of the log into an empty directory. Throws AuditError, and StoreToolError on a directory that is not. */
export const exportAudit = async (wish: ExportWish): Promise<AuditManifest> => {
  const { log, heads, keys, signer, directory, from = 0n, to, now, onStep } = wish
  const head = heads.at(-1)
  if (head === undefined) throw new AuditError('NO_HEAD', 'no head of the log was signed yet')
  emptyDirectory(directory)
  const events = await createLineFile(join(directory, eventsFile))
  const hashes = await createLineFile(join(directory, hashesFile))
  let whole: Range = emptyRange()
  let left: Range | undefined
  let right: Range | undefined
  let first: bigint | undefined
  let last: bigint | undefined
  for await (const page of log.after('start')) {
    for (const event of page.filter(isAudited)) {
      if (whole.end === head.size) break
      const leaf = hashOfEvent(event)
      if (event.position >= from) left ??= whole
      if (to !== undefined && event.position > to) right ??= emptyRange(whole.end)
      if (right !== undefined) right = extendByLeaves(sha256, right, [leaf])
      else if (left !== undefined) {
        const line = lineOfEvent(event)
        await events.add(line)
        await hashes.add(lineOfMarks(marksOf(event, leaf, Buffer.from(line))))
        first ??= event.position
        last = event.position
      }
      whole = extendByLeaves(sha256, whole, [leaf])
    }
    onStep({ phase: 'export', done: whole.end, total: head.size, unit: 'events' })
    if (whole.end === head.size) break
  }
  const [wroteEvents, wroteHashes] = [await events.end(), await hashes.end()]
  if (whole.end !== head.size || hexOf(rootOf(sha256, whole)) !== head.root)
    throw new AuditError(
      'LOG_DIFFERS',
      `the log does not have the ${head.size} events of the head that was signed at ${head.at}`,
    )
  const inFile = await createLineFile(join(directory, headsFile))
  for (const { size, root, at, keyId, signature } of heads)
    await inFile.add(JSON.stringify({ size, root, at, keyId, signature }))
  const begin = left ?? whole
  const end = right?.begin ?? whole.end
  const manifest: AuditManifest = {
    format: 'qhub-audit-export/1',
    takenAt: now.toISOString(),
    from: begin.end,
    to: end,
    events: end - begin.end,
    ...(first === undefined ? {} : { firstPosition: first.toString() }),
    ...(last === undefined ? {} : { lastPosition: last.toString() }),
    head,
    left: begin.peaks.map(written),
    right: (right?.peaks ?? []).map(written),
    keys: [...keys],
    keyId: signer.keyId,
    files: {
      [eventsFile]: wroteEvents,
      [hashesFile]: wroteHashes,
      [headsFile]: await inFile.end(),
    },
  }
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  writeFileSync(join(directory, signatureFile), `${signer.sign(text)}\n`, { flush: true })
  // Written last: an export without it was not finished.
  writeFileSync(join(directory, manifestFile), text, { flush: true })
  syncDirectory(directory)
  return manifest
}

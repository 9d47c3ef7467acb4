import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Verifier } from '../../platform/audit/signing.ts'
import type { OnStep } from '../progress/step.ts'
import { createDifferenceFinder, judge, type Difference } from './difference.ts'
import type { Finding } from './finding.ts'
import { eventsFile, hashesFile, type AuditManifest } from './format.ts'
import { readLines, type WrittenFile } from '../store/line-file.ts'
import { openExport, readExportedHeads } from './open-export.ts'
import { readPairs } from './read-pairs.ts'
import { createTracker, peakOf, type Tracked } from './tracker.ts'

export type ExportVerdict = {
  readonly findings: readonly Finding[]
  /** Events that were read, heads that they were held against, and the head that covers them. */
  readonly events: number
  readonly heads: number
  readonly head: AuditManifest['head']
}

type Read = {
  readonly events: number
  readonly found: Tracked
  readonly expected: Tracked
  readonly difference: Difference | undefined
  /** Whether the files are those of the manifest. */
  readonly isSameEvents: boolean
  readonly isSameHashes: boolean
}

const isSame = (a: WrittenFile, b: WrittenFile): boolean =>
  a.sha256 === b.sha256 && a.bytes === b.bytes

const readFiles = async (
  directory: string,
  manifest: AuditManifest,
  heads: Parameters<typeof createTracker>[0],
  onStep: OnStep,
): Promise<Read> => {
  const { from, to, files } = manifest
  const start = { begin: from, left: manifest.left.map(peakOf) }
  const [found, expected] = [createTracker(heads, start), createTracker(heads, start)]
  const finder = createDifferenceFinder()
  const events = readLines(join(directory, eventsFile))
  const hasHashes = existsSync(join(directory, hashesFile))
  const hashes = hasHashes ? readLines(join(directory, hashesFile)) : undefined
  let count = 0
  for await (const each of readPairs(events.lines, hashes?.lines, from)) {
    if (hasHashes) finder.add(each.pair)
    if (each.found !== undefined) found.add([each.found])
    if (each.expected !== undefined) expected.add([each.expected])
    count += each.found === undefined ? 0 : 1
    if (count % 512 === 0)
      onStep({
        phase: 'verify',
        done: events.read(),
        total: files[eventsFile].bytes,
        unit: 'bytes',
      })
  }
  for (const tracker of [found, expected])
    if (tracker.size() === to) tracker.skip(manifest.right.map(peakOf))
  return {
    events: count,
    found: found.end(),
    expected: expected.end(),
    difference: finder.end(),
    isSameEvents: isSame(events.end(), files[eventsFile]),
    isSameHashes: hashes !== undefined && isSame(hashes.end(), files[hashesFile]),
  }
}

/** What is wrong with the events, and which of them is the first; `isSigned`: the manifest is to be believed. */
const findingsOf = (manifest: AuditManifest, read: Read, isSigned: boolean): readonly Finding[] => {
  const { from, to } = manifest
  const { difference, found, expected } = read
  const file = eventsFile
  const findings: Finding[] = []
  const isWhole = found.bad === undefined && found.provedTo >= to && read.events === to - from
  const first = difference?.first.event
  const line = first === undefined ? 0 : first.index - from + 1
  const isCertain =
    (isSigned && read.isSameHashes) || (first !== undefined && expected.provedTo > first.index)
  if (difference !== undefined && first !== undefined && isCertain)
    findings.push({ ...judge(difference), file, line, event: first })
  else if (!isWhole) {
    const until = found.bad?.size ?? to
    const detail = `these events do not have the root that was signed${found.bad === undefined ? '' : ` at ${found.bad.at}`}`
    const among = { from: Math.max(from, found.provedTo), to: Math.max(Math.min(until, to), from) }
    findings.push({ code: 'LOG_DIFFERS', file, detail, among })
  } else if (difference !== undefined)
    findings.push({
      code: 'FILE_CHANGED',
      file,
      line,
      detail: `it and ${hashesFile} say different things`,
    })
  if (!read.isSameHashes)
    findings.push({
      code: 'FILE_CHANGED',
      file: hashesFile,
      detail: 'it is not what the manifest names',
    })
  if (!read.isSameEvents && findings.every((finding) => finding.file !== file))
    findings.push({ code: 'FILE_CHANGED', file, detail: 'it is not what the manifest names' })
  return findings
}

/**
 * Verifies an export by itself: against nothing but public keys. Finds every byte that is not as it was signed, and names the
 * first bad event. Throws AuditError when there is no export to look at.
 */
export const verifyExport = async (
  directory: string,
  given: readonly Verifier[],
  onStep: OnStep = () => undefined,
): Promise<ExportVerdict> => {
  const opened = openExport(directory, given)
  const { manifest, isSigned } = opened
  const { heads, findings } = await readExportedHeads(directory, opened)
  const before = [...opened.findings, ...findings]
  const { head } = manifest
  if (!existsSync(join(directory, eventsFile))) {
    const missing = { code: 'FILE_MISSING', file: eventsFile, detail: 'it is not there' } as const
    return { findings: [...before, missing], events: 0, heads: 0, head }
  }
  const read = await readFiles(directory, manifest, heads, onStep)
  return {
    findings: [...before, ...findingsOf(manifest, read, isSigned)],
    events: read.events,
    heads: read.found.matched,
    head,
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignedHead } from '../../domain/audit/tree-heads.ts'
import type { Verifier } from '../../platform/audit/signing.ts'
import type { Finding } from './finding.ts'
import {
  headLine,
  headsFile,
  manifest,
  manifestFile,
  signatureFile,
  type AuditManifest,
} from './format.ts'
import { readLines } from '../store/line-file.ts'
import { AuditError } from './problem.ts'
import { believedKeys, trustOf } from './trust.ts'

export type OpenedExport = {
  readonly manifest: AuditManifest
  /** The manifest is what a key that is believed has signed: so is every byte that it has the hash of. */
  readonly isSigned: boolean
  readonly believed: ReadonlyMap<string, Verifier>
  readonly findings: readonly Finding[]
}

const damaged = (detail: string): AuditError => new AuditError('NO_EXPORT', detail)

const parsed = (text: string): AuditManifest | undefined => {
  try {
    return manifest.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Reads what an export says of itself. Throws AuditError when there is nothing that could be verified. */
export const openExport = (directory: string, given: readonly Verifier[]): OpenedExport => {
  const path = join(directory, manifestFile)
  if (!existsSync(path))
    throw damaged(`${directory} holds no finished audit export (no ${manifestFile})`)
  const bytes = readFileSync(path)
  const read = parsed(bytes.toString('utf8'))
  if (read === undefined) throw damaged(`${path} is not the manifest of an audit export`)
  const believed = believedKeys(given, read.keys)
  const signaturePath = join(directory, signatureFile)
  const signature = existsSync(signaturePath) ? readFileSync(signaturePath, 'utf8') : ''
  const verifier = believed.get(read.keyId)
  const line = signature.slice(0, -1)
  const isSigned = signature === `${line}\n` && verifier?.verifies(bytes, line) === true
  const findings: Finding[] = []
  if (verifier === undefined)
    findings.push({
      code: 'UNKNOWN_KEY',
      file: manifestFile,
      detail: `it is signed with the key ${read.keyId}, which no key that was given has endorsed`,
    })
  else if (!isSigned)
    findings.push({
      code: 'MANIFEST_FORGED',
      file: manifestFile,
      detail: `its bytes are not what ${signatureFile} signs`,
    })
  if (read.to - read.from !== read.events || read.head.size < read.to)
    findings.push({ code: 'MANIFEST_FORGED', file: manifestFile, detail: 'its numbers do not fit' })
  return { manifest: read, isSigned, believed, findings }
}

/** The heads of an export whose signatures are good, in order of size, and what is wrong with the others. */
export const readExportedHeads = async (
  directory: string,
  { manifest: { head: last, files }, isSigned, believed }: OpenedExport,
): Promise<{ readonly heads: readonly SignedHead[]; readonly findings: readonly Finding[] }> => {
  const findings: Finding[] = []
  const heads: SignedHead[] = []
  const found = (code: Finding['code'], detail: string, line?: number): void =>
    void findings.push({ code, file: headsFile, detail, ...(line === undefined ? {} : { line }) })
  const judge = (head: SignedHead, line?: number): void => {
    const trust = trustOf(head, believed)
    if (trust === 'forged') found('HEAD_FORGED', `the signature is not over this head`, line)
    // Heads of older keys are believed as far as the manifest is.
    else if (trust === 'unknown-key' && !isSigned)
      found('UNKNOWN_KEY', `signed with the key ${head.keyId}, which nobody vouches for`, line)
    else heads.push(head)
  }
  const path = join(directory, headsFile)
  if (!existsSync(path)) {
    found('FILE_MISSING', 'it is not there')
    judge(last)
    return { heads, findings }
  }
  const file = readLines(path)
  let number = 0
  for await (const bytes of file.lines) {
    number += 1
    let head: SignedHead | undefined
    try {
      head = headLine.safeParse(JSON.parse(bytes.toString('utf8'))).data
    } catch {
      head = undefined
    }
    if (head === undefined) found('HEAD_FORGED', 'this is no head', number)
    else judge(head, number)
  }
  const { sha256, bytes } = file.end()
  const isWhole = sha256 === files[headsFile].sha256 && bytes === files[headsFile].bytes
  if (!isWhole && findings.length === 0) found('FILE_CHANGED', 'it is not what the manifest names')
  if (!heads.some(({ size, root }) => size === last.size && root === last.root)) judge(last)
  return { heads: heads.sort((a, b) => a.size - b.size), findings }
}

import type { Failure } from '../../platform/errors/problem.ts'

const member = /^([a-z0-9*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):$/

/** A SHA-256, given in hex, as a Content-Digest header. */
export const contentDigest = (sha256: string): string =>
  `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`

/**
 * The SHA-256, in hex, of a Content-Digest header (RFC 9530). Digests by other algorithms are passed over, as the standard
 * allows; nothing for a header that is not there or has no SHA-256.
 */
export const contentDigestOf = (
  header: string | undefined,
): { readonly sha256: string | undefined } | Failure => {
  if (header === undefined) return { sha256: undefined }
  let sha256: string | undefined
  for (const part of header.split(',')) {
    const [, algorithm, base64 = ''] = member.exec(part.trim()) ?? []
    const bytes = Buffer.from(base64, 'base64')
    if (algorithm === undefined || (algorithm === 'sha-256' && bytes.byteLength !== 32))
      return {
        code: 'MALFORMED_REQUEST',
        detail: 'Content-Digest is written as sha-256=:<base64 of 32 bytes>: (RFC 9530).',
      }
    if (algorithm === 'sha-256') sha256 = bytes.toString('hex')
  }
  return { sha256 }
}

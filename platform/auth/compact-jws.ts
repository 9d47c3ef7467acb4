import { compactVerify, errors } from 'jose'
import { isCanonicalJws } from './canonical-jws.ts'

const algorithm = 'HS256'

const encoded = (header: object): string =>
  Buffer.from(JSON.stringify(header)).toString('base64url')

/** The first part of every token with this header, written as we write it. */
export const headOf = (header: object): string => `${encoded(header)}.`

/**
 * The signed text, when the token is one that we could have written: this very header, canonical parts, our MAC. Nothing of
 * what the sender put into a header has a say: neither `alg`, `kid`, `jwk`, `jku`, `x5u`, `crit` nor `b64` (RFC 8725, 3.1,
 * 3.9 and 3.10), for another header is not even looked into.
 */
export const verifyCompact = async (
  token: string,
  head: string,
  key: Uint8Array,
): Promise<string | undefined> => {
  if (!token.startsWith(head) || !isCanonicalJws(token)) return undefined
  try {
    const { payload } = await compactVerify(token, key, { algorithms: [algorithm] })
    return Buffer.from(payload).toString()
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

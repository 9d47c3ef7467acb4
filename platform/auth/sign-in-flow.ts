import { timingSafeEqual } from 'node:crypto'
import { macOf } from '../keys/derive-key.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

/**
 * `qhf_` and base64url of flow id (16 bytes), whom an account is linked for (16, nil to sign in), end of validity in ms (8)
 * and a MAC over these and the provider's name (32). Whoever began keeps it; what the browser brings back is good together
 * with it alone, so nobody can slip their own sign-in to somebody else (RFC 9700, 4.7).
 */
const prefix = 'qhf_'
const bodyLength = 16 + 16 + 8
const length = bodyLength + 32
const nil = '00000000-0000-0000-0000-000000000000'

export type SignInFlow = {
  readonly flowId: string
  readonly provider: string
  /** Absent to sign in. */
  readonly linkFor?: string
  /** ISO 8601. */
  readonly expiresAt: string
}

const macFor = (key: Uint8Array, provider: string, body: Buffer): Buffer =>
  macOf(key, 'sign-in-flow', provider, body.toString('hex'))

export const writeFlow = (
  key: Uint8Array,
  { flowId, provider, linkFor = nil, expiresAt }: SignInFlow,
): string => {
  const end = Buffer.alloc(8)
  end.writeBigUInt64BE(BigInt(Date.parse(expiresAt)))
  const body = Buffer.concat([bytesOfId(flowId), bytesOfId(linkFor), end])
  return prefix + Buffer.concat([body, macFor(key, provider, body)]).toString('base64url')
}

/** Nothing for what the hub never gave out for this provider, or what is no longer good. */
export const readFlow = (
  key: Uint8Array,
  provider: string,
  text: string,
  now: Date,
): SignInFlow | undefined => {
  if (!text.startsWith(prefix)) return undefined
  const bytes = Buffer.from(text.slice(prefix.length), 'base64url')
  if (bytes.length !== length) return undefined
  const body = bytes.subarray(0, bodyLength)
  if (!timingSafeEqual(bytes.subarray(bodyLength), macFor(key, provider, body))) return undefined
  const [flowId, linkFor] = [idOfBytes(body.subarray(0, 16)), idOfBytes(body.subarray(16, 32))]
  const endMs = Number(body.readBigUInt64BE(32))
  if (flowId === undefined || linkFor === undefined || endMs <= now.getTime()) return undefined
  const expiresAt = new Date(endMs).toISOString()
  return { flowId, provider, expiresAt, ...(linkFor === nil ? {} : { linkFor }) }
}

/** What the provider is told and asked with. Only the hub can know it, from the flow's id. */
export const flowSecrets = (key: Uint8Array, flowId: string) => {
  const secret = (name: string): string => macOf(key, 'sign-in', name, flowId).toString('base64url')
  return { state: secret('state'), nonce: secret('nonce'), codeVerifier: secret('code-verifier') }
}

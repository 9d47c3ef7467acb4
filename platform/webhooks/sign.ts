import { createHmac } from 'node:crypto'

const prefix = 'whsec_'

/** A secret as receivers are shown it: `whsec_` and base64 (Standard Webhooks 1.0, "Symmetric"). */
export const writeSecret = (bytes: Buffer): string => prefix + bytes.toString('base64')

/**
 * The headers of a request by Standard Webhooks 1.0: HMAC-SHA-256 over `id.timestamp.body`, one signature for each secret,
 * so that a receiver who knows any of them can verify it.
 */
export const signedHeaders = (
  id: string,
  atMs: number,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> => {
  const timestamp = Math.floor(atMs / 1000).toString()
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64')
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`)
    return `v1,${mac.digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

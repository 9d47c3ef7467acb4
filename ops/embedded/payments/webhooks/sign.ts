import { createHmac } from 'node:crypto'

/** The `Stripe-Signature` of a body: its time, and an HMAC-SHA256 over both. */
export const signature = (secret: string, body: string, seconds: number): string => {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

import { Secret, TOTP } from 'otpauth'

/** What authenticator apps take without being asked (RFC 6238 with SHA-1, six digits, 30 seconds). */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const

const secretOf = (secret: Uint8Array): Secret =>
  new Secret({ buffer: Uint8Array.from(secret).buffer })

/** Base32, as people type it into an app that cannot read a QR code. */
export const base32Of = (secret: Uint8Array): string => secretOf(secret).base32

/** `otpauth://totp/…`: what the QR code says that an authenticator app reads. */
export const totpUri = (secret: Uint8Array, issuer: string, label: string): string =>
  new TOTP({ ...form, secret: secretOf(secret), issuer, label }).toString()

/**
 * The time step that a code is of, which is this one or a neighbour of it (RFC 6238, 5.2: one step for slow people and
 * clocks); nothing for a wrong code.
 */
export const stepOf = (secret: Uint8Array, code: string, now: Date): number | undefined => {
  // The library throws at digits of more than one byte.
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const timestamp = now.getTime()
  const delta = TOTP.validate({
    ...form,
    secret: secretOf(secret),
    token: code,
    timestamp,
    window: 1,
  })
  return delta === null ? undefined : TOTP.counter({ period: form.period, timestamp }) + delta
}

/** The code of a moment: for those who play the app's part. */
export const codeAt = (secret: Uint8Array, now: Date): string =>
  TOTP.generate({ ...form, secret: secretOf(secret), timestamp: now.getTime() })

import { macOf } from '../keys/derive-key.ts'

/** Crockford's base 32: no letter looks like a digit. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'

/** 80 bits, `xxxx-xxxx-xxxx-xxxx`: beyond guessing, so a plain keyed hash keeps it. */
const written = (bytes: Buffer): string => {
  const value = BigInt(`0x${bytes.subarray(0, 10).toString('hex')}`)
  const text = Array.from({ length: 16 }, (_, at) =>
    letters.charAt(Number((value >> BigInt(5 * (15 - at))) & 31n)),
  ).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** The codes that a command gives a person; the same when it is repeated. */
export const writeRecoveryCodes = (
  key: Uint8Array,
  userId: string,
  commandId: string,
  count: number,
): readonly string[] =>
  Array.from({ length: count }, (_, n) =>
    written(macOf(key, 'recovery-code', userId, commandId, n.toString())),
  )

/** As it was meant: people leave hyphens out, and take l for 1. */
const read = (code: string): string =>
  code.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')

export const recoveryCodeHash = (key: Uint8Array, userId: string, code: string): string =>
  macOf(key, 'recovery-code-hash', userId, read(code)).toString('hex')

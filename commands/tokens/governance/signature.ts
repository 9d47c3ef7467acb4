import { z } from 'zod'

/** Of an account's key: r, s and v, 65 bytes in hex. */
export const Signature = z.string().regex(/^0x[0-9a-fA-F]{130}$/)

/** As contracts of the older kind take it. */
export const partsOf = (
  signature: string,
): { readonly v: string; readonly r: string; readonly s: string } => {
  const last = Number.parseInt(signature.slice(130), 16)
  return {
    r: signature.slice(0, 66).toLowerCase(),
    s: `0x${signature.slice(66, 130)}`.toLowerCase(),
    // Some signers count from 0, where contracts count from 27.
    v: (last < 27 ? last + 27 : last).toString(),
  }
}

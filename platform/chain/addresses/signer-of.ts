import { verifyMessage } from 'ethers'

/**
 * Whose key has signed a text (EIP-191), in the capitals of EIP-55; undefined for what is no signature. Addresses that are
 * contracts sign in their own ways and are not known here.
 */
export const signerOf = (text: string, signature: string): string | undefined => {
  try {
    return verifyMessage(text, signature)
  } catch {
    return undefined
  }
}

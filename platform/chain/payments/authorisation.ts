import { Signature, verifyTypedData } from 'ethers'
import { addressOf } from '../contracts/decode.ts'
import { qvtDomain, receiveWithAuthorization } from '../contracts/typed-data.ts'
import type { ChainSettings } from '../settings.ts'

export type AuthorisationTerms = {
  readonly from: string
  /** The most that it may cost, in the token's smallest unit. */
  readonly value: bigint
  /** Seconds since 1970: from then on it is worth nothing, and what is held may be taken back. */
  readonly validBefore: number
  /** 32 bytes: the payment's id at the escrow. */
  readonly nonce: string
}

const messageOf = (
  settings: ChainSettings,
  { from, value, validBefore, nonce }: AuthorisationTerms,
) => ({
  from,
  to: addressOf(settings, 'PAYMENTS'),
  value: value.toString(),
  validAfter: '0',
  validBefore: validBefore.toString(),
  nonce,
})

/** What the payer's wallet is asked to sign (`eth_signTypedData_v4`): that the escrow may take so much, until then. */
export const authorisationToSign = (settings: ChainSettings, terms: AuthorisationTerms) => ({
  domain: qvtDomain(settings),
  types: receiveWithAuthorization,
  primaryType: 'ReceiveWithAuthorization' as const,
  message: messageOf(settings, terms),
})

/** The signature as the escrow takes it, 65 bytes, if it is the payer's; else undefined. */
export const readAuthorisation = (
  settings: ChainSettings,
  terms: AuthorisationTerms,
  signature: string,
): string | undefined => {
  try {
    const { serialized } = Signature.from(signature)
    const signer = verifyTypedData(
      qvtDomain(settings),
      receiveWithAuthorization,
      messageOf(settings, terms),
      serialized,
    )
    return signer === terms.from ? serialized.toLowerCase() : undefined
  } catch {
    return undefined
  }
}

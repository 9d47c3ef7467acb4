import { SiweMessage } from 'siwe'

export type ChallengeText = {
  readonly domain: string
  readonly address: string
  readonly uri: string
  readonly chainId: number
  readonly nonce: string
  readonly issuedAt: string
  readonly expiresAt: string
  readonly requestId: string
}

/** What a person reads before they sign. */
const statement =
  'Link this address to your organisation at Quantum Hub. This costs nothing and moves nothing.'

/** The message of EIP-4361, word for word: its signature is held against this text and no other. */
export const challengeText = ({
  issuedAt,
  expiresAt: expirationTime,
  ...said
}: ChallengeText): string =>
  new SiweMessage({ ...said, statement, version: '1', issuedAt, expirationTime }).prepareMessage()

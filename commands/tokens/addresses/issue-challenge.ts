import { getAddress, isAddress } from 'ethers'
import { z } from 'zod'
import {
  addressChallenge,
  type IssuedChallenge,
} from '../../../domain/tokens/addresses/challenge.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { challengeText } from '../../../platform/chain/addresses/challenge-text.ts'
import { macOf } from '../../../platform/keys/derive-key.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { chainOf } from './chain-of.ts'

/** Written in any case, as long as the case is not a wrong checksum; kept as EIP-55 writes it. */
const AnyAddress = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .refine(isAddress, 'not an address: its capitals do not add up')
  .transform((text) => getAddress(text))

export const ChallengeInput = z.strictObject({ chain: ChainKey, address: AnyAddress })

export const ChallengeAnswer = z.object({
  challengeId: z.uuid(),
  /** To be signed as it stands (`personal_sign`). */
  message: z.string().max(4_000),
  expiresAt: z.iso.datetime(),
})

/** Gives out a message to be signed with the key of an address: it holds for one address, one organisation, ten minutes. */
export const issueAddressChallenge = defineCommand({
  name: 'tokens.issue-address-challenge',
  input: ChallengeInput,
  scope: 'tokens:write',
  run: async ({ chain, address }, tools) => {
    const { services, context } = tools
    const { organisation, commandId } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'An address belongs to an organisation; act for one.')
    const challengeId = derivedId(commandId, 'address challenge')
    const wish = () => {
      const port = chainOf(services, chain)
      if (isRejection(port)) return Promise.resolve(port)
      const { chainId } = port.settings
      const { publicUrl: uri } = services.policy
      const wished = { challengeId, organisation, chain, chainId, address, uri } as const
      const command = { type: 'IssueChallenge', ...wished, ...saidBy(tools, challengeId) } as const
      return Promise.resolve({ command })
    }
    const changed = await tools.create(addressChallenge, challengeId, wish)
    if (!('stream' in changed)) return changed
    const { state } = changed
    if (state.kind === 'absent') return notFound('message')
    const { expiresAt } = state
    return { answer: { challengeId, message: messageOf(state), expiresAt }, changed }
  },
})

/** The nonce is the hub's: nobody can have it signed beforehand. */
const saidBy = ({ services }: CommandTools, challengeId: string) => ({
  domain: new URL(services.policy.publicUrl).host,
  nonce: macOf(services.secrets.tokenKey, 'address challenge', challengeId)
    .toString('hex')
    .slice(0, 32),
})

/** The text of a challenge, now and when its signature comes. */
export const messageOf = ({ challengeId: requestId, at: issuedAt, ...said }: IssuedChallenge) => {
  const { domain, address, uri, chainId, nonce, expiresAt } = said
  return challengeText({ domain, address, uri, chainId, nonce, expiresAt, issuedAt, requestId })
}

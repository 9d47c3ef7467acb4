import { z } from 'zod'
import { addressKeyOf, chainAddress } from '../../../domain/tokens/addresses/address.ts'
import {
  addressChallenge,
  isExpired,
  type IssuedChallenge,
} from '../../../domain/tokens/addresses/challenge.ts'
import { paymentMethods } from '../../../domain/billing/payments/methods.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { signerOf } from '../../../platform/chain/addresses/signer-of.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { addressIdOf } from './address-id.ts'
import { messageOf } from './issue-challenge.ts'

export const AddressAnswer = z.object({
  addressId: Id,
  chain: z.string().max(32),
  address: z.string().max(42),
})

/**
 * Links an address: whoever holds its key has signed the hub's message. What the organisation pays with names it from then
 * on; a command that died between the two is finished by its repetition.
 */
export const linkAddress = defineCommand({
  name: 'tokens.link-address',
  input: z.strictObject({
    challengeId: Id,
    /** 65 bytes in hex, or the 64 of EIP-2098. */
    signature: z.string().regex(/^0x(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{130})$/),
  }),
  scope: 'tokens:write',
  run: async ({ challengeId, signature }, tools) => {
    const own = await ownChallenge(tools, challengeId)
    if (isRejection(own)) return own
    const { organisation, chain, address } = own
    const reference = addressKeyOf(chain, address)
    const addressId = addressIdOf(organisation, chain, address)
    const answered = await tools.answered(chainAddress, reference)
    if (answered !== undefined && 'code' in answered) return answered
    if (answered === undefined) {
      const refused = proofProblem(own, signature, tools.services.clock.now().toISOString())
      if (refused !== undefined) return refused
    }
    const changed = await tools.change(chainAddress, reference, {
      type: 'LinkAddress',
      ...{ chain, address, addressId, organisation, challengeId },
      user: tools.context.actor.id,
    })
    if (!('stream' in changed)) return changed
    const saved = await tools.change(paymentMethods, organisation, {
      type: 'SaveAddress',
      ...{ organisation, methodId: addressId, reference, chain, address },
    })
    if (!('stream' in saved)) return saved
    return { answer: { addressId, chain, address }, changed: saved }
  },
})

/** A message that was given to somebody else is none. */
const ownChallenge = async (
  { load, context }: CommandTools,
  challengeId: string,
): Promise<IssuedChallenge | Rejection> => {
  const { state } = await load(addressChallenge, challengeId)
  return state.kind === 'absent' || state.organisation !== context.organisation
    ? notFound('message')
    : state
}

const proofProblem = (
  challenge: IssuedChallenge,
  signature: string,
  now: string,
): Rejection | undefined => {
  if (isExpired(challenge, now))
    return reject('ADDRESS_PROOF_INVALID', `The message expired at ${challenge.expiresAt}.`)
  return signerOf(messageOf(challenge), signature) === challenge.address
    ? undefined
    : reject('ADDRESS_PROOF_INVALID', 'Another key has signed, or another text.')
}

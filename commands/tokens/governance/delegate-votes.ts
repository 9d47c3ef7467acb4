import { z } from 'zod'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { ChainAddress, ChainKey } from '../../../domain/tokens/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { chainOf } from '../addresses/chain-of.ts'
import { refusedAddress } from './own-address.ts'
import { relay } from './relay.ts'
import { partsOf, Signature } from './signature.ts'

/**
 * Says whose word the tokens of an address count for, from now on: its own, or another's. The holder has signed it
 * (`Delegation` of the token, EIP-712).
 */
export const delegateVotes = defineCommand({
  name: 'tokens.delegate-votes',
  input: z.strictObject({
    chain: ChainKey,
    address: ChainAddress,
    delegatee: ChainAddress,
    nonce: z.int().min(0),
    /** Seconds since 1970, after which the signature is worth nothing. */
    expiry: z.int().min(1),
    signature: Signature,
  }),
  scope: 'tokens:write',
  run: async ({ chain, address, delegatee, nonce, expiry, signature }, tools) => {
    const port = chainOf(tools.services, chain)
    if (isRejection(port)) return port
    const refused = await refusedAddress(tools, chain, address)
    if (refused !== undefined) return refused
    const { v, r, s } = partsOf(signature)
    const texts = [delegatee, nonce.toString(), expiry.toString(), v, r, s]
    const call = { chain, contract: 'QVT', method: 'delegateBySig', arguments: texts }
    return relay(tools, call, `${chain}.${address}`)
  },
})

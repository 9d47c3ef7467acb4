import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { ChainAddress, ChainKey } from '../values.ts'

/**
 * An address on a chain, which one organisation at most has shown to hold. The stream's id is `<chain>.<address>`, so that
 * "no stream" is what makes the first link unique, and whoever watches the chain finds an address without an index.
 */
export const category = 'chainAddress'

/** The id of the stream, and what a payment method names the address by. */
export const addressKeyOf = (chain: string, address: string): string => `${chain}.${address}`

// Events: the stored contract.
const Fact = z.strictObject({
  chain: ChainKey,
  address: ChainAddress,
  /** Of the link: the same whenever the organisation links this address. */
  addressId: Id,
  organisation: Id,
  at: Instant,
})
export const definitions = [
  /** The challenge is used up by it. */
  defineEvent('AddressLinked', 1, Fact.extend({ challengeId: Id, linkedBy: Id })),
  defineEvent('AddressUnlinked', 1, Fact.extend({ unlinkedBy: Id })),
] as const
export type ChainAddressEvent = EventOf<(typeof definitions)[number]>

// State.
export type LinkedAddress = {
  readonly kind: 'linked'
  readonly addressId: string
  readonly organisation: string
  readonly since: string
}
export type AddressOfChain = ({ readonly kind: 'free' } | LinkedAddress) & {
  readonly usedChallenges: readonly string[]
}

export const initial: AddressOfChain = { kind: 'free', usedChallenges: [] }

export const evolve = (
  { usedChallenges }: AddressOfChain,
  { type, data }: ChainAddressEvent,
): AddressOfChain => {
  switch (type) {
    case 'AddressLinked': {
      const { addressId, organisation, challengeId, at: since } = data
      const used = [...usedChallenges, challengeId]
      return { kind: 'linked', addressId, organisation, since, usedChallenges: used }
    }
    case 'AddressUnlinked':
      return { kind: 'free', usedChallenges }
    default:
      return exhausted(type)
  }
}

// Commands.
export type ChainAddressCommand = {
  readonly chain: string
  readonly address: string
  readonly addressId: string
  readonly organisation: string
  readonly user: string
} & (
  | { readonly type: 'LinkAddress'; readonly challengeId: string }
  | { readonly type: 'UnlinkAddress' }
)

export const decide = (
  command: ChainAddressCommand,
  state: AddressOfChain,
  { now: at }: DecisionMeta,
): Decision<ChainAddressEvent> => {
  const { chain, address, addressId, organisation, user } = command
  const data = { chain, address, addressId, organisation, at }
  const isMine = state.kind === 'linked' && state.organisation === organisation
  switch (command.type) {
    case 'LinkAddress': {
      const { challengeId } = command
      if (state.kind === 'linked' && !isMine)
        return reject('ADDRESS_TAKEN', 'Another organisation has linked this address.')
      if (state.usedChallenges.includes(challengeId))
        return reject('ADDRESS_PROOF_INVALID', 'The message was used before; ask for a new one.')
      return isMine
        ? []
        : [{ type: 'AddressLinked', data: { ...data, challengeId, linkedBy: user } }]
    }
    case 'UnlinkAddress':
      return isMine ? [{ type: 'AddressUnlinked', data: { ...data, unlinkedBy: user } }] : []
    default:
      return exhausted(command)
  }
}

export const chainAddress: Aggregate<AddressOfChain, ChainAddressCommand, ChainAddressEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

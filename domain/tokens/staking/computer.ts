import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainAddress, ChainKey } from '../values.ts'

/**
 * A device of the hub in the registry of a chain: who is paid for its work, and can stake on it. What stands in the registry
 * is the chain's word; the hub decides what it asks of it, one thing at a time.
 */
export const category = 'quantumComputer'
export const computerKeyOf = (chain: string, deviceId: string): string => `${chain}.${deviceId}`

// Events: the stored contract.
const Fact = z.strictObject({
  chain: ChainKey,
  deviceId: Id,
  /** The device, as contracts name it. */
  computerId: Bytes32,
  at: Instant,
})
const Entry = z.strictObject({
  /** Who operates it: whose stake answers for it, and who is paid. */
  operator: ChainAddress,
  /** QPU-seconds a day that it offers. */
  capacity: z.int().min(1),
  active: z.boolean(),
})
export const definitions = [
  defineEvent(
    'ComputerRegistrationRequested',
    1,
    Fact.extend({ organisation: Id, transactionId: Id, isNew: z.boolean(), wanted: Entry }),
  ),
  /** As a final entry of the chain says. */
  defineEvent(
    'ComputerRegistered',
    1,
    Fact.extend({ entryId: Id, block: z.string().regex(/^[0-9]{1,20}$/), registered: Entry }),
  ),
  defineEvent(
    'ComputerRegistrationFailed',
    1,
    Fact.extend({ transactionId: Id, code: z.string().min(1).max(80) }),
  ),
] as const
export type QuantumComputerEvent = EventOf<(typeof definitions)[number]>
export type RegistryEntry = z.output<typeof Entry>

// State.
export type QuantumComputer = {
  readonly registered?: RegistryEntry
  readonly asked?: { readonly transactionId: string; readonly wanted: RegistryEntry }
  readonly organisation?: string
  readonly heardOf: readonly string[]
}

export const initial: QuantumComputer = { heardOf: [] }

export const evolve = (state: QuantumComputer, event: QuantumComputerEvent): QuantumComputer => {
  switch (event.type) {
    case 'ComputerRegistrationRequested': {
      const { transactionId, wanted, organisation } = event.data
      return { ...state, organisation, asked: { transactionId, wanted } }
    }
    case 'ComputerRegistered': {
      const { registered, entryId } = event.data
      const { asked, ...rest } = state
      const heardOf = [...state.heardOf, entryId]
      return asked === undefined || isSame(asked.wanted, registered)
        ? { ...rest, registered, heardOf }
        : { ...state, registered, heardOf }
    }
    case 'ComputerRegistrationFailed': {
      const { asked: _, ...rest } = state
      return rest
    }
    default:
      return exhausted(event)
  }
}

const isSame = (one: RegistryEntry, other: RegistryEntry): boolean =>
  one.operator === other.operator && one.capacity === other.capacity && one.active === other.active

// Commands: the owner's, then the saga's.
export type QuantumComputerCommand = {
  readonly chain: string
  readonly deviceId: string
  readonly computerId: string
} & (
  | ({ readonly type: 'RequestRegistration'; readonly organisation: string } & {
      readonly wanted: RegistryEntry
    })
  | {
      readonly type: 'RecordRegistration'
      readonly entryId: string
      readonly block: string
      readonly registered: RegistryEntry
    }
  | { readonly type: 'FailRegistration'; readonly transactionId: string; readonly code: string }
)

export const decide = (
  command: QuantumComputerCommand,
  state: QuantumComputer,
  { now: at, id }: DecisionMeta,
): Decision<QuantumComputerEvent> => {
  const { chain, deviceId, computerId } = command
  const fact = { chain, deviceId, computerId, at }
  switch (command.type) {
    case 'RequestRegistration': {
      const { organisation, wanted } = command
      if (state.asked !== undefined)
        return isSame(state.asked.wanted, wanted)
          ? []
          : reject('REGISTRATION_UNDER_WAY', 'The chain has not answered the last request yet.')
      if (state.registered !== undefined && isSame(state.registered, wanted)) return []
      const isNew = state.registered === undefined
      if (isNew && !wanted.active)
        return reject('NOT_FOUND', 'A computer that is not registered cannot be taken out.')
      const transactionId = id('registration')
      return [
        {
          type: 'ComputerRegistrationRequested',
          data: { ...fact, organisation, transactionId, isNew, wanted },
        },
      ]
    }
    case 'RecordRegistration': {
      const { entryId, block, registered } = command
      if (state.heardOf.includes(entryId)) return []
      return [{ type: 'ComputerRegistered', data: { ...fact, entryId, block, registered } }]
    }
    case 'FailRegistration': {
      const { transactionId, code } = command
      if (state.asked?.transactionId !== transactionId) return []
      return [{ type: 'ComputerRegistrationFailed', data: { ...fact, transactionId, code } }]
    }
    default:
      return exhausted(command)
  }
}

export const quantumComputer: Aggregate<
  QuantumComputer,
  QuantumComputerCommand,
  QuantumComputerEvent
> = { category, definitions, initial, evolve, decide }

import { exhausted } from '../../../domain/shared/values.ts'
import type { ChainEntryEvent } from '../../../domain/tokens/chain/entry-events.ts'
import { idOfBytes32 } from '../../../domain/tokens/staking/computer-id.ts'
import type {
  QuantumComputerEvent,
  RegistryEntry,
} from '../../../domain/tokens/staking/computer.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'
import {
  endedInVain,
  failureOf,
  isEndOfTransaction,
  type EndOfTransaction,
} from '../end-of-transaction.ts'

/** What the registry of computers asks for, outside itself. The names are stored: they never change. */
export type RegistryEffect = { readonly chain: string; readonly computerId: string } & (
  | {
      readonly kind: 'register'
      readonly transactionId: string
      readonly isNew: boolean
      readonly wanted: RegistryEntry
    }
  | {
      readonly kind: 'recordRegistered'
      readonly deviceId: string
      readonly entryId: string
      readonly block: string
      readonly registered: RegistryEntry
    }
  | {
      readonly kind: 'failRegistration'
      readonly deviceId: string
      readonly transactionId: string
      readonly code: string
    }
)

/** Effects are performed in no order: what is to be told of one computer is told one thing at a time, in the log's order. */
type State = { readonly waiting: readonly RegistryEffect[] }
type Heard =
  | Extract<QuantumComputerEvent, { readonly type: 'ComputerRegistrationRequested' }>
  | ChainEntryEvent
  | EndOfTransaction

/** What follows from an event; nothing when the registry names what is no device of the hub. */
const effectOf = (event: Heard): RegistryEffect | undefined => {
  if (isEndOfTransaction(event)) {
    const computerId = event.data.purpose.id
    const deviceId = idOfBytes32(computerId)
    if (deviceId === undefined) return undefined
    return { kind: 'failRegistration', computerId, deviceId, ...failureOf(event) }
  }
  if (event.type === 'ComputerRegistrationRequested') {
    const { chain, computerId, transactionId, isNew, wanted } = event.data
    return { kind: 'register', chain, computerId, transactionId, isNew, wanted }
  }
  const { chain, entryId, block } = event.data
  const { deviceId: computerId = '', operator = '', capacity = '0', active } = event.data.arguments
  const deviceId = idOfBytes32(computerId)
  if (deviceId === undefined) return undefined
  const registered = { operator, capacity: Number(capacity), active: active !== 'false' }
  return {
    ...{ kind: 'recordRegistered', chain, computerId, deviceId },
    ...{ entryId, block: block.number, registered },
  }
}

const evolve = ({ waiting }: State, message: SagaMessage): State => {
  switch (message.type) {
    case 'input': {
      // The routes let only these events through, out of the log, where they were checked.
      const effect = effectOf(message.input as Heard)
      return { waiting: effect === undefined ? waiting : [...waiting, effect] }
    }
    case 'succeeded':
    case 'refused':
      return { waiting: waiting.slice(1) }
    case 'unknown':
    case 'timer':
      return { waiting }
    default:
      return exhausted(message)
  }
}

/** Takes an owner's wish to the registry of a chain, and what the registry says to the computer. */
export const computerRegistry: Saga<State, RegistryEffect> = {
  name: 'computerRegistry',
  version: 1,
  streamPrefixes: ['quantumComputer-', 'chainEntry-', 'chainTransaction-'],
  routes: {
    ComputerRegistrationRequested: { starts: 'computerId' },
    ChainEntryFinalised: {
      starts: 'arguments.deviceId',
      where: { contract: 'REGISTRY' },
      optional: true,
    },
    ...endedInVain('COMPUTER'),
  },
  mayRest: true,
  initial: { waiting: [] },
  evolve,
  decide: (message, before): readonly SagaAction<RegistryEffect>[] => {
    const { waiting } = evolve(before, message)
    const [next] = waiting
    const isFree =
      message.type === 'input' ? before.waiting.length === 0 : waiting !== before.waiting
    return next !== undefined && isFree ? [{ do: 'request', effect: next }] : []
  },
}

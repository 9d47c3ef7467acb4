import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { definitions, type DepositEvent, type UnclaimedFor } from './deposit-events.ts'

/** Tokens that an entry of a chain brought to the treasury, and whose they are. Its id is the entry's. */
export const category = 'tokenDeposit'

// State.
export type DepositStatus = 'PENDING' | 'ORPHANED' | 'CREDITED' | 'UNCLAIMED'
export type TokenDeposit =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'deposit'
      readonly depositId: string
      readonly chain: string
      readonly from: string
      readonly transactionHash: string
      readonly amount: bigint
      readonly observation: number
      /** CREDITED and UNCLAIMED are final on the chain. */
      readonly status: DepositStatus
      /** Absent while nobody is known to be its owner. */
      readonly organisation?: string
      readonly unclaimedFor?: UnclaimedFor
    }
export type ExistingDeposit = Extract<TokenDeposit, { kind: 'deposit' }>

export const initial: TokenDeposit = { kind: 'absent' }

export const evolve = (state: TokenDeposit, event: DepositEvent): TokenDeposit => {
  const { depositId, chain, observation, organisation, unclaimedFor } = event.data
  const status = statusAfter(event)
  const of = event.type === 'TokenDepositSeen' ? event.data : state
  if (!('from' in of)) return state
  const { from, transactionHash } = of
  return {
    kind: 'deposit',
    ...{ depositId, chain, from, transactionHash, observation, status },
    amount: BigInt(event.data.amount),
    ...(organisation === undefined || event.type === 'TokenDepositRefused' ? {} : { organisation }),
    ...(unclaimedFor === undefined ? {} : { unclaimedFor }),
  }
}

const statusAfter = (event: DepositEvent): DepositStatus => {
  switch (event.type) {
    case 'TokenDepositSeen':
      return 'PENDING'
    case 'TokenDepositOrphaned':
      return 'ORPHANED'
    case 'TokenDepositFinalised':
      return event.data.organisation === undefined ? 'UNCLAIMED' : 'CREDITED'
    case 'TokenDepositRefused':
      return 'UNCLAIMED'
    case 'TokenDepositClaimed':
      return 'CREDITED'
    default:
      return exhausted(event)
  }
}

/** Who sent it, as far as that is known, and what is the least that is credited by itself. */
export type Attribution = { readonly organisation?: string; readonly minimum: bigint }

export type DepositCommand = { readonly depositId: string } & (
  | ({
      readonly type: 'SeeDeposit'
      readonly chain: string
      readonly from: string
      readonly transactionHash: string
      readonly amount: bigint
      readonly observation: number
    } & Attribution)
  | { readonly type: 'OrphanDeposit'; readonly observation: number }
  | ({ readonly type: 'FinaliseDeposit'; readonly observation: number } & Attribution)
  | { readonly type: 'RefuseDeposit'; readonly code: string }
  | {
      readonly type: 'ClaimDeposit'
      readonly organisation: string
      readonly by: string
      readonly reason: string
    }
)

const attributed = (amount: bigint, { organisation, minimum }: Attribution) => {
  if (amount < minimum) return { unclaimedFor: 'BELOW_MINIMUM' } as const
  return organisation === undefined ? ({ unclaimedFor: 'UNLINKED' } as const) : { organisation }
}

export const decide = (
  command: DepositCommand,
  state: TokenDeposit,
  { now: at }: DecisionMeta,
): Decision<DepositEvent> => {
  const { depositId } = command
  if (command.type === 'SeeDeposit') {
    const { chain, from, transactionHash, amount, observation } = command
    if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A deposit is more than nothing.')
    if (state.kind === 'deposit' && (isFinal(state) || observation <= state.observation)) return []
    const whose = attributed(amount, command)
    const of = { depositId, chain, from, transactionHash, observation, at }
    return [{ type: 'TokenDepositSeen', data: { ...of, amount: amount.toString(), ...whose } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such deposit.')
  const { chain, amount, organisation, unclaimedFor } = state
  const of = { depositId, chain, amount: amount.toString(), at }
  const known = organisation === undefined ? {} : { organisation }
  switch (command.type) {
    case 'OrphanDeposit': {
      const { observation } = command
      if (isFinal(state) || state.status === 'ORPHANED' || observation < state.observation)
        return []
      const whose = { ...known, ...(unclaimedFor === undefined ? {} : { unclaimedFor }) }
      return [{ type: 'TokenDepositOrphaned', data: { ...of, observation, ...whose } }]
    }
    case 'FinaliseDeposit': {
      if (isFinal(state)) return []
      const { observation } = command
      // Whose it was when it came is whose it is; who linked the address since may have it, too.
      const whose = organisation === undefined ? attributed(amount, command) : known
      return [{ type: 'TokenDepositFinalised', data: { ...of, observation, ...whose } }]
    }
    case 'RefuseDeposit': {
      if (state.status !== 'CREDITED' || organisation === undefined) return []
      const { observation } = state
      const why = { unclaimedFor: 'WALLET_REFUSED', code: command.code.slice(0, 100) } as const
      return [{ type: 'TokenDepositRefused', data: { ...of, observation, organisation, ...why } }]
    }
    case 'ClaimDeposit': {
      const { organisation: claimant, by, reason } = command
      if (state.status === 'CREDITED' && organisation === claimant) return []
      if (state.status !== 'UNCLAIMED')
        return reject('DEPOSIT_NOT_CLAIMABLE', `This deposit is ${state.status}.`)
      const { observation } = state
      const claim = { organisation: claimant, by, reason }
      return [{ type: 'TokenDepositClaimed', data: { ...of, observation, ...claim } }]
    }
    default:
      return exhausted(command)
  }
}

const isFinal = ({ status }: ExistingDeposit): boolean =>
  status === 'CREDITED' || status === 'UNCLAIMED'

export const tokenDeposit: Aggregate<TokenDeposit, DepositCommand, DepositEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

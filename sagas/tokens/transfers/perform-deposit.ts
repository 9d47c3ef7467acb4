import { load } from '../../../commands/shared/load.ts'
import { linkedAddress } from '../../../commands/tokens/transfers/linked-address.ts'
import { journal } from '../../../domain/billing/ledger/journal.ts'
import { credit, debit, type Posting } from '../../../domain/billing/ledger/postings.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import type { Json } from '../../../domain/shared/json.ts'
import {
  tokenDeposit,
  type Attribution,
  type DepositCommand,
  type TokenDeposit,
} from '../../../domain/tokens/transfers/deposit.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../../runtime/effects.ts'
import { classify } from './classify.ts'
import type { DepositEffect } from './deposit-effects.ts'

/** Whose the sender is at the moment, and what is the least that is credited by itself. */
const attribution = async (
  { services }: EffectTools,
  chain: string,
  from: string,
): Promise<Attribution> => {
  const minimum = services.policy.tokens.depositMinimum
  const link = await linkedAddress(services, chain, from)
  return link === undefined ? { minimum } : { organisation: link.organisation, minimum }
}

const verdictOf = (state: TokenDeposit): Json => {
  if (state.kind === 'absent') return { verdict: 'NONE' }
  const { status: verdict, organisation } = state
  return organisation === undefined ? { verdict } : { verdict, organisation }
}

const tell = (tools: EffectTools, command: DepositCommand): Promise<EffectOutcome> =>
  changeAs(tools, tokenDeposit, command.depositId, command, (_, state) => verdictOf(state))

type OfWallet = Extract<DepositEffect, { readonly organisation: string }>

const book = (effect: OfWallet, tools: EffectTools): Promise<EffectOutcome> => {
  const { organisation, depositId, observation, kind } = effect
  const of = { organisation, asset: qvt, depositId, observation }
  const amount = BigInt(effect.amount)
  const commandOf = (): WalletCommand => {
    if (kind === 'expect') return { ...of, type: 'ExpectDeposit', amount }
    if (kind === 'reverse') return { ...of, type: 'ReverseDeposit' }
    return {
      ...of,
      ...{ type: 'CreditDeposit', amount },
      ...(effect.unclaimed ? { unclaimed: true } : {}),
    }
  }
  return changeAs(tools, wallet, walletIdOf(organisation, qvt), commandOf())
}

/** One entry of the hub's own books for one transfer, under the transfer's id. */
const enter = async (
  tools: EffectTools,
  entryId: string,
  legs: readonly Posting[],
  reason: string,
): Promise<EffectOutcome> => {
  const command = { type: 'RecordEntry', entryId, asset: qvt, legs, reason } as const
  const outcome = await changeAs(tools, journal, entryId, command)
  // Its wallet refused it twice: it was set aside the first time.
  return outcome.type === 'refused' && outcome.code === 'ALREADY_EXISTS' ? succeeded() : outcome
}

export const performDepositEffects: Performers<DepositEffect> = {
  see: async (effect, tools) => {
    const { depositId, chain, from, transactionHash, observation } = effect
    const kind = classify(effect, tools.services)
    if (kind !== 'DEPOSIT') return succeeded({ verdict: kind })
    return tell(tools, {
      type: 'SeeDeposit',
      ...{ depositId, chain, from, transactionHash, observation },
      ...(await attribution(tools, chain, from)),
      amount: BigInt(effect.amount),
    })
  },
  orphan: ({ depositId, observation }, tools) =>
    tell(tools, { type: 'OrphanDeposit', depositId, observation }),
  finalise: async ({ depositId, observation }, tools) => {
    const { eventStore, foldCache } = tools.services
    const { state } = await load(eventStore, foldCache, tokenDeposit, depositId)
    if (state.kind === 'absent') return succeeded({ verdict: 'NONE' })
    const whose = await attribution(tools, state.chain, state.from)
    return tell(tools, { type: 'FinaliseDeposit', depositId, observation, ...whose })
  },
  refuse: ({ depositId, code }, tools) => tell(tools, { type: 'RefuseDeposit', depositId, code }),
  expect: book,
  reverse: book,
  credit: book,
  setAside: ({ depositId, amount }, tools) => {
    const legs = [
      ...debit('chain_clearing', BigInt(amount)),
      ...credit('unclaimed_deposits', BigInt(amount)),
    ]
    return enter(tools, depositId, legs, 'Tokens came in that are nobody’s yet.')
  },
  ownIn: ({ depositId, amount }, tools) => {
    const legs = [
      ...debit('chain_clearing', BigInt(amount)),
      ...credit('token_reserve', BigInt(amount)),
    ]
    return enter(tools, depositId, legs, 'Tokens of the hub’s own came to the treasury.')
  },
  ownOut: ({ depositId, amount }, tools) => {
    const legs = [
      ...debit('token_reserve', BigInt(amount)),
      ...credit('chain_clearing', BigInt(amount)),
    ]
    return enter(tools, depositId, legs, 'Tokens of the hub’s own left the treasury.')
  },
}

import { z } from 'zod'
import { category, wallet } from '../../../domain/billing/wallet/wallet.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type HoldExpiryEffect = {
  readonly kind: 'expireHold'
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
  readonly holdId: string
}

const Limited = z.object({
  walletId: z.string(),
  organisation: z.string(),
  asset: z.string(),
  holdId: z.string(),
  expiresAt: z.string(),
})
type State = { readonly hold?: Omit<HoldExpiryEffect, 'kind'> }

/** Gives a hold back when its time is over. Only holds that have a time are known here; one that is resolved by then stays so. */
export const holdExpiry: Saga<State, HoldExpiryEffect> = {
  name: 'holdExpiry',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    HoldTimeLimited: { starts: 'holdId' },
  },
  mayRest: false,
  initial: {},
  evolve: (state, message) => {
    if (message.type !== 'input') return state
    const { expiresAt: _, ...hold } = Limited.parse(message.input.data)
    return { hold }
  },
  decide: (message, { hold }) => {
    switch (message.type) {
      case 'input':
        return [
          { do: 'schedule', name: 'expiry', dueAt: Limited.parse(message.input.data).expiresAt },
        ]
      case 'timer':
        return hold === undefined
          ? []
          : [{ do: 'request', effect: { kind: 'expireHold', ...hold } }]
      case 'succeeded':
        return [{ do: 'end', outcome: 'EXPIRED' }]
      case 'refused':
      case 'unknown':
        // Never while the house is in order: stop where a person can see it.
        return [{ do: 'end', outcome: `HALTED ${message.kind}` }]
    }
  },
}

export const performHoldExpiryEffects: Performers<HoldExpiryEffect> = {
  expireHold: ({ walletId, organisation, asset, holdId }, tools) =>
    changeAs(tools, wallet, walletId, { type: 'ExpireHold', organisation, asset, holdId }),
}

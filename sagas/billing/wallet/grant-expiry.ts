import { z } from 'zod'
import type { GrantEvent } from '../../../domain/billing/wallet/grant-events.ts'
import { category, wallet } from '../../../domain/billing/wallet/wallet.ts'
import { getById } from '../../../domain/shared/id-map.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type GrantExpiryEffect = {
  readonly kind: 'expireGrant'
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
  readonly grantId: string
}

type Granted = Extract<GrantEvent, { type: 'CreditGranted' }>['data']
type Grant = Omit<GrantExpiryEffect, 'kind'>
type State = { readonly grant?: Grant }

/** What the wallet made of it: the next date, when it was rolled over or was not due yet. */
const Expired = z.object({ expiresAt: z.iso.datetime().optional() })

const schedule = (dueAt: string): SagaAction<GrantExpiryEffect> => ({
  do: 'schedule',
  name: 'expiry',
  dueAt,
})

/** Ends a grant when its time is over, as often as it is rolled over. The wallet spends nothing of it after that anyway. */
export const grantExpiry: Saga<State, GrantExpiryEffect> = {
  name: 'grantExpiry',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    CreditGranted: { starts: 'grantId' },
    GrantVoided: { stops: 'grantId', outcome: 'VOIDED' },
  },
  mayRest: false,
  initial: {},
  evolve: (state, message) => {
    if (message.type !== 'input' || message.input.type !== 'CreditGranted') return state
    // Out of the log, where it was held against the contract of its type.
    const { walletId, organisation, asset, grantId } = message.input.data as Granted
    return { grant: { walletId, organisation, asset, grantId } }
  },
  decide: (message, { grant }) => {
    switch (message.type) {
      case 'input': {
        if (message.input.type !== 'CreditGranted') return []
        const { expiresAt } = message.input.data as Granted
        return expiresAt === undefined
          ? [{ do: 'end', outcome: 'NEVER_EXPIRES' }]
          : [schedule(expiresAt)]
      }
      case 'timer':
        return grant === undefined
          ? []
          : [{ do: 'request', effect: { kind: 'expireGrant', ...grant } }]
      case 'succeeded': {
        const { expiresAt } = Expired.parse(message.result)
        return expiresAt === undefined ? [{ do: 'end', outcome: 'EXPIRED' }] : [schedule(expiresAt)]
      }
      case 'refused':
      case 'unknown':
        // Never while the house is in order: stop where a person can see it.
        return [{ do: 'end', outcome: `HALTED ${message.kind}` }]
    }
  },
}

export const performGrantExpiryEffects: Performers<GrantExpiryEffect> = {
  expireGrant: ({ walletId, organisation, asset, grantId }, tools) =>
    changeAs(
      tools,
      wallet,
      walletId,
      { type: 'ExpireGrant', organisation, asset, grantId },
      (_events, state) => {
        const grant = getById(state.grants, grantId)
        const { expiresAt } = grant ?? {}
        return grant?.status === 'LIVE' && expiresAt !== undefined ? { expiresAt } : {}
      },
    ),
}

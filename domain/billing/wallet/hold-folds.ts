import { getById, setById } from '../../shared/id-map.ts'
import { exhausted } from '../../shared/values.ts'
import { givenBack } from './burns.ts'
import { backing as nowBacking, captured } from './cards.ts'
import { expired, type Hold, type OpenHold } from './hold.ts'
import type { HoldEvent } from './hold-events.ts'
import { cameBack, counting, spent, uncounting } from './moves.ts'
import type { Wallet } from './wallet-state.ts'

const withHold = (state: Wallet, holdId: string, hold: Hold): Wallet => ({
  ...state,
  holds: setById(state.holds, holdId, hold),
})

const openHold = (state: Wallet, holdId: string): OpenHold | undefined => {
  const hold = getById(state.holds, holdId)
  return hold?.status === 'OPEN' ? hold : undefined
}

const nothingCounted = { limitIds: [], at: '' }

export const evolveHolds = (before: Wallet, { type, data }: HoldEvent): Wallet => {
  const { holdId } = data
  const amount = BigInt(data.amount)
  switch (type) {
    case 'FundsHeld': {
      const { purpose, subjectId, burns, backing, spender, expiresAt, at } = data
      const { state, counted } = counting(spent(before, burns), spender, amount, at)
      const hold: Hold = {
        ...{ status: 'OPEN', purpose, subjectId, amount, burns, counted },
        ...(backing === undefined ? {} : { backing }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }
      const cards = backing === undefined ? state.cards : nowBacking(state.cards, backing, holdId)
      return withHold({ ...state, held: state.held + amount, cards }, holdId, hold)
    }
    case 'HoldTimeLimited':
      return before
    case 'HoldCaptured':
      return onCapture(before, data)
    case 'HoldVoided':
      return withHold(before, holdId, { status: 'VOIDED' })
    case 'HoldReleased': {
      const { purpose, subjectId, returned, reason } = data
      const { counted = nothingCounted } = openHold(before, holdId) ?? {}
      const state = uncounting(cameBack(before, returned), counted, amount)
      const of = { purpose, subjectId, amount, expired: reason === expired }
      const hold: Hold = { status: 'RELEASED', ...of }
      return withHold({ ...state, held: state.held - amount }, holdId, hold)
    }
    case 'HoldSpent': {
      const { purpose, subjectId, returned } = data
      const released = BigInt(data.released)
      const { counted = nothingCounted } = openHold(before, holdId) ?? {}
      const state = uncounting(cameBack(before, returned), counted, released)
      const of = { purpose, subjectId, amount: amount + released, spent: amount }
      const held = state.held - amount - released
      return withHold({ ...state, held }, holdId, { status: 'SPENT', ...of })
    }
    case 'ChargeRefunded': {
      const state = cameBack(before, data.returned)
      const hold = getById(state.holds, holdId)
      if (hold?.status !== 'CAPTURED') return state
      return withHold(uncounting(state, hold.counted, amount), holdId, {
        ...hold,
        refunded: hold.refunded + amount,
        providerRefunded: hold.providerRefunded + BigInt(data.providerShare),
        sellerRefunded: hold.sellerRefunded + BigInt(data.app?.sellerShare ?? '0'),
        burns: hold.backing === undefined ? givenBack(hold.burns, amount).kept : hold.burns,
      })
    }
    default:
      return exhausted(type)
  }
}

type Captured = Extract<HoldEvent, { type: 'HoldCaptured' }>['data']

const onCapture = (before: Wallet, data: Captured): Wallet => {
  const { holdId, jobId, providerOrganisation, app, burns, returned, backing } = data
  const amount = BigInt(data.amount)
  const released = BigInt(data.released)
  const { counted = nothingCounted } = openHold(before, holdId) ?? {}
  const state = uncounting(cameBack(before, returned), counted, released)
  return withHold(
    {
      ...state,
      held: state.held - amount - released,
      ...(backing === undefined ? {} : { cards: captured(state.cards, backing, amount) }),
    },
    holdId,
    {
      status: 'CAPTURED',
      jobId,
      amount: amount + released,
      captured: amount,
      refunded: 0n,
      providerOrganisation,
      providerShare: BigInt(data.providerShare),
      providerRefunded: 0n,
      ...(app === undefined ? {} : { sellerOrganisation: app.sellerOrganisation }),
      sellerShare: BigInt(app?.sellerShare ?? '0'),
      sellerRefunded: 0n,
      burns,
      ...(backing === undefined ? {} : { backing }),
      counted,
    },
  )
}

import { getById, setById } from '../../shared/id-map.ts'
import { exhausted } from '../../shared/values.ts'
import { givenBack } from './burns.ts'
import type { ChargeEvent } from './charge-events.ts'
import type { WalletCharge } from './charge.ts'
import { cameBack, counting, spent, uncounting } from './moves.ts'
import type { Wallet } from './wallet-state.ts'

const withCharge = (state: Wallet, chargeId: string, charge: WalletCharge): Wallet => ({
  ...state,
  charges: setById(state.charges, chargeId, charge),
})

export const evolveCharges = (before: Wallet, { type, data }: ChargeEvent): Wallet => {
  const { chargeId } = data
  const amount = BigInt(data.amount)
  switch (type) {
    case 'WalletCharged': {
      const { subjectId, sellerOrganisation, burns, spender, at } = data
      const { state, counted } = counting(spent(before, burns), spender, amount, at)
      return withCharge(state, chargeId, {
        status: 'CHARGED',
        ...{ subjectId, amount, sellerOrganisation },
        sellerShare: BigInt(data.sellerShare),
        refunded: 0n,
        sellerRefunded: 0n,
        refundIds: [],
        ...{ burns, counted },
      })
    }
    case 'WalletChargeRefunded': {
      const state = cameBack(before, data.returned)
      const charge = getById(state.charges, chargeId)
      if (charge?.status !== 'CHARGED') return state
      return withCharge(uncounting(state, charge.counted, amount), chargeId, {
        ...charge,
        refunded: charge.refunded + amount,
        sellerRefunded: charge.sellerRefunded + BigInt(data.sellerShare),
        refundIds: [...charge.refundIds, data.refundId],
        burns: givenBack(charge.burns, amount).kept,
      })
    }
    case 'WalletChargeVoided':
      return withCharge(before, chargeId, { status: 'VOIDED' })
    default:
      return exhausted(type)
  }
}

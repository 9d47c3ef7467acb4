import { z } from 'zod'
import { LimitScope, LimitWindow } from '../../../domain/billing/wallet/limits.ts'
import { getById } from '../../../domain/shared/id-map.ts'
import { MinorUnits } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { changeAsTreasurer, WalletId } from './own-wallet.ts'

/** No more than so much in a day, a month or ever: of the whole organisation, or of one device, key, session or person. */
export const setSpendingLimit = defineCommand({
  name: 'billing.set-spending-limit',
  input: z.strictObject({
    walletId: WalletId,
    scope: LimitScope,
    /** Whose; an organisation's has none. */
    subjectId: Id.toLowerCase().exactOptional(),
    window: LimitWindow,
    /** Minor units of the wallet's asset. */
    amount: MinorUnits,
  }),
  scope: 'billing:write',
  run: async ({ walletId, amount, ...limit }, tools) => {
    const limitId = derivedId(tools.context.commandId, 'limit')
    const changed = await changeAsTreasurer(tools, walletId, () => ({
      type: 'SetSpendingLimit',
      ...{ ...limit, limitId },
      amount: BigInt(amount),
    }))
    return 'stream' in changed ? { answer: { walletId, limitId }, changed } : changed
  },
})

const LimitInput = z.strictObject({ walletId: WalletId, limitId: Id })

/** Another amount for a limit; what was counted against it stays counted. */
export const changeSpendingLimit = defineCommand({
  name: 'billing.change-spending-limit',
  input: LimitInput.extend({ amount: MinorUnits }),
  scope: 'billing:write',
  run: async ({ walletId, limitId, amount }, tools) => {
    const changed = await changeAsTreasurer(tools, walletId, ({ state }) => {
      const known = getById(state.limits, limitId)
      if (known?.status !== 'SET') return notFound('limit')
      const { scope, subjectId, window } = known
      return {
        type: 'SetSpendingLimit',
        ...{ limitId, scope, window },
        ...(subjectId === undefined ? {} : { subjectId }),
        amount: BigInt(amount),
      }
    })
    return 'stream' in changed ? { answer: { walletId, limitId }, changed } : changed
  },
})

export const removeSpendingLimit = defineCommand({
  name: 'billing.remove-spending-limit',
  input: LimitInput,
  scope: 'billing:write',
  run: async ({ walletId, limitId }, tools) => {
    const changed = await changeAsTreasurer(tools, walletId, () => ({
      type: 'RemoveSpendingLimit',
      limitId,
    }))
    return 'stream' in changed ? { answer: { walletId, limitId }, changed } : changed
  },
})

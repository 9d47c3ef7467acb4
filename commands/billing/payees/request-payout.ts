import { payee } from '../../../domain/billing/payees/payee.ts'
import { Asset, MinorUnits } from '../../../domain/shared/money.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { ownPayee, PayeeInput } from './own-payee.ts'

/** Pays out now, whatever the schedule says: so much, or all that is available. */
export const requestPayout = defineCommand({
  name: 'billing.request-payout',
  input: PayeeInput.extend({
    asset: Asset,
    amount: MinorUnits.exactOptional(),
  }),
  scope: 'billing:write',
  run: async ({ organisation, asset, amount }, tools) => {
    const own = await ownPayee(tools, organisation)
    if (isRejection(own)) return own
    const payoutId = derivedId(tools.context.commandId, 'payout')
    const changed = await tools.change(payee, organisation, {
      type: 'RequestPayout',
      ...{ organisation, payoutId, asset },
      ...(amount === undefined ? {} : { amount: BigInt(amount) }),
    })
    return 'stream' in changed ? { answer: { organisation, payoutId }, changed } : changed
  },
})

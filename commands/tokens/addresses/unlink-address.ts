import { z } from 'zod'
import { chainAddress } from '../../../domain/tokens/addresses/address.ts'
import { isCard, paymentMethods } from '../../../domain/billing/payments/methods.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'

/** The organisation gives an address up: another one may link it, and nothing is paid with it any more. */
export const unlinkAddress = defineCommand({
  name: 'tokens.unlink-address',
  input: z.strictObject({ addressId: Id }),
  scope: 'tokens:write',
  run: async ({ addressId }, tools) => {
    const { organisation, actor } = tools.context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'An address belongs to an organisation; act for one.')
    const { state } = await tools.load(paymentMethods, organisation)
    const known = Object.hasOwn(state.methods, addressId) ? state.methods[addressId] : undefined
    if (known === undefined || isCard(known)) return notFound('address')
    const { chain, address, reference } = known
    const detached = await tools.change(paymentMethods, organisation, {
      type: 'DetachMethod',
      ...{ organisation, methodId: addressId },
    })
    if (!('stream' in detached)) return detached
    const changed = await tools.change(chainAddress, reference, {
      type: 'UnlinkAddress',
      ...{ chain, address, addressId, organisation },
      user: actor.id,
    })
    return 'stream' in changed ? { answer: { addressId }, changed } : changed
  },
})

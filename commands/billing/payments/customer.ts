import { customerOf, paymentMethods } from '../../../domain/billing/payments/methods.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { ProviderUnanswered } from '../../../platform/payments/port.ts'
import { change } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

type Tools = { readonly services: Services; readonly context: CommandContext }

/**
 * What the provider calls the organisation. Made at the first need, under a key that follows from the organisation; whoever
 * comes second takes what the first has recorded. Throws ProviderUnanswered: it may be asked again, as it was.
 */
export const ensureCustomer = async (
  { services, context }: Tools,
  organisation: string,
): Promise<string> => {
  const { eventStore, foldCache, payments, secrets } = services
  const { state } = await load(eventStore, foldCache, paymentMethods, organisation)
  const known = customerOf(state)
  if (known !== undefined) return known
  const outcome = await payments.customers.create({
    key: `${organisation}.customer`,
    organisation,
  })
  if (outcome.kind !== 'succeeded') throw new ProviderUnanswered(`no customer: ${outcome.kind}`)
  const changed = await change(
    services,
    { ...context, commandId: derivedId(context.commandId, 'customer') },
    inputHashOf(secrets.inputHashKey, 'customer', organisation),
    paymentMethods,
    organisation,
    { type: 'RecordCustomer', organisation, reference: outcome.value.id },
  )
  const reference = 'stream' in changed ? customerOf(changed.state) : undefined
  if (reference === undefined) throw new ProviderUnanswered('the customer was not recorded')
  return reference
}

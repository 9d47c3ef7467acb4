import { z } from 'zod'
import { organisation as organisationAggregate } from '../../../domain/accounts/organisation.ts'
import { Party } from '../../../domain/billing/bills/party.ts'
import { BillingTerms, billingProfile, Country } from '../../../domain/billing/bills/profile.ts'
import { priceBook } from '../../../domain/billing/metering/price-book.ts'
import { walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

const Input = z.strictObject({ organisationId: Id })

const refusedOrganisation = async (
  { load, context }: CommandTools,
  organisationId: string,
): Promise<Rejection | undefined> => {
  const { state } = await load(organisationAggregate, organisationId)
  return state.kind === 'existing' && actsFor(context, organisationId)
    ? undefined
    : notFound('organisation')
}

/** Says who is billed, and where bills are sent: sealed under the organisation's own key. */
export const nameBillingParty = defineCommand({
  name: 'billing.name-party',
  input: Input.extend({ ...Party.shape, country: Country.max(2) }),
  scope: 'billing:write',
  run: async ({ organisationId: organisation, country, ...party }, tools) => {
    const refused = await refusedOrganisation(tools, organisation)
    if (refused !== undefined) return refused
    const sealed = await tools.services.vault.seal(organisation, JSON.stringify(party))
    const changed = await tools.change(billingProfile, organisation, {
      type: 'NameBillingParty',
      ...{ organisation, party: sealed, country },
    })
    return 'stream' in changed ? { answer: { organisationId: organisation }, changed } : changed
  },
})

/** An operator says on what terms an organisation is billed. */
export const setBillingTerms = defineCommand({
  name: 'billing.set-terms',
  input: Input.extend({
    ...BillingTerms.omit({ priceBook: true }).shape,
    priceBookId: Id.exactOptional(),
  }),
  scope: 'billing:admin',
  run: async ({ organisationId: organisation, priceBookId, ...terms }, tools) => {
    const refused = await refusedOrganisation(tools, organisation)
    if (refused !== undefined) return refused
    const book =
      priceBookId === undefined ? undefined : (await tools.load(priceBook, priceBookId)).state
    if (book?.kind === 'absent') return reject('NOT_FOUND', 'There is no such price book.')
    const rated =
      book === undefined ? {} : { priceBook: { priceBookId: book.priceBookId, asset: book.asset } }
    const of = book === undefined ? {} : { walletId: walletIdOf(organisation, book.asset) }
    const changed = await tools.change(billingProfile, organisation, {
      type: 'SetBillingTerms',
      ...{ organisation, terms: { ...terms, ...rated }, ...of },
    })
    return 'stream' in changed ? { answer: { organisationId: organisation }, changed } : changed
  },
})

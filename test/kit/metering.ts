import { organisation as organisationAggregate } from '../../domain/accounts/organisation.ts'
import type { Rate } from '../../domain/billing/metering/rate-models.ts'
import { newId } from '../../platform/ids/ids.ts'
import {
  createPriceBook,
  publishPriceBookVersion,
} from '../../commands/billing/metering/price-books.ts'
import { recordUsage } from '../../commands/billing/metering/record-usage.ts'
import { change } from '../../commands/shared/change.ts'
import { execute } from '../../commands/shared/execute.ts'
import type { Services } from '../../commands/shared/services.ts'
import { contextOf } from './services.ts'

/** An organisation that usage can be reported of. */
export const foundOrganisation = async (services: Services): Promise<string> => {
  const organisationId = newId()
  const command = { type: 'CreateOrganisation', organisationId, ownerId: newId() } as const
  const name = 'sealed:v1:test.test.test.test'
  await change(services, contextOf(newId()), 'found', organisationAggregate, organisationId, {
    ...command,
    name,
  })
  return organisationId
}

/** A report of tokens, as the router of language models sends it. */
export const tokens = (id: string, value: string, occurredAt = '2026-11-20T00:00:00Z') =>
  ({ kind: 'USAGE', source: 'router', id, meter: 'llm_tokens_in', value, occurredAt }) as const

export const report = (
  services: Services,
  organisation: string,
  events: readonly unknown[],
  commandId = newId(),
) => execute(services, recordUsage, { organisation, events }, contextOf(commandId))

/** A price book in dollars with one version, valid from the beginning of the month. */
export const publishBook = async (
  services: Services,
  rates: readonly Rate[],
  month = '2026-11',
): Promise<string> => {
  const input = { name: 'Standard', asset: 'USD/2' }
  const created = await execute(services, createPriceBook, input, contextOf(newId()))
  if (created.kind === 'failed') throw new Error(created.failure.detail)
  const { priceBookId } = created.answer
  const version = { priceBookId, validFrom: `${month}-01T00:00:00Z`, rates }
  const published = await execute(services, publishPriceBookVersion, version, contextOf(newId()))
  if (published.kind === 'failed') throw new Error(published.failure.detail)
  return priceBookId
}

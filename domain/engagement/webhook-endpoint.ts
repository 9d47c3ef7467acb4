import { z } from 'zod'
import { msOf } from '../shared/instant.ts'
import { Id, Sealed } from '../shared/values.ts'
import { webhookTypeNames } from './webhook-types.ts'

/** Where an organisation is told of events; the form of one endpoint among those of `webhooks-<organisationId>`. */
export const EndpointUrl = z.url({ protocol: /^https?$/ }).max(2000)
export const EventTypeFilter = z.enum([...webhookTypeNames, '*'])
export const EventTypeFilters = z.array(EventTypeFilter).min(1).max(100)
export const Description = z.string().trim().max(200)

/** Types come and go; what somebody once subscribed to stays readable. */
export const StoredFilters = z.array(z.string().min(1).max(80)).min(1).max(100)

/** What requests are signed with. Sealed under the organisation's key. */
export const StoredSecret = z.strictObject({ secretId: Id, sealed: Sealed })
export type StoredSecret = z.output<typeof StoredSecret>

export const DisabledReason = z.enum(['REQUESTED', 'FAILING', 'GONE'])
export type DisabledReason = z.output<typeof DisabledReason>

/** One of the secrets; a previous one is signed with until `validUntil`. */
export type EndpointSecret = StoredSecret & { readonly validUntil?: string }

export type Endpoint = {
  readonly endpointId: string
  readonly url: string
  readonly description: string
  readonly eventTypes: readonly string[]
  /** The newest first. */
  readonly secrets: readonly EndpointSecret[]
  readonly disabled?: DisabledReason
  /** Deliveries given up in a row. */
  readonly givenUp: number
}

export const subscribesTo = ({ eventTypes }: Endpoint, type: string): boolean =>
  eventTypes.includes('*') || eventTypes.includes(type)

/** Those that a request is signed with now. */
export const secretsAt = ({ secrets }: Endpoint, now: string): readonly EndpointSecret[] =>
  secrets.filter(({ validUntil }) => validUntil === undefined || msOf(validUntil) > msOf(now))

/** Whose deliveries fail so many times in a row, each over days, does not listen any more. */
export const mostGivenUp = 5
/** No organisation has more. */
export const mostEndpoints = 20

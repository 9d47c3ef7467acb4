import { payment } from '../../../domain/billing/payments/payment.ts'
import type { ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import type { PayeeEvent } from '../../../domain/billing/payees/payee-events.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import type { EventStore, RecordedEvent } from '../../../platform/event-store/types.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

const pageSize = 500

/** The events of some streams since then, the latest first. */
async function* since(
  store: Pick<EventStore, 'readAll'>,
  prefix: string,
  instant: string,
): AsyncGenerator<RecordedEvent> {
  const filter = { on: 'stream', prefixes: [prefix] } as const
  const oldest = Date.parse(instant)
  let from: bigint | undefined
  for (;;) {
    const page = await store.readAll({
      ...{ maxCount: pageSize, direction: 'backwards', filter },
      ...(from === undefined ? {} : { from }),
    })
    for (const event of page) {
      if (event.created.getTime() < oldest) return
      yield event
    }
    const last = page.at(-1)
    if (last === undefined) return
    from = last.position
  }
}

export type OurPayment = { readonly payment: ExistingPayment; readonly touchedAt: number }

/** A payment as it stands now. */
export const ourPayment = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  paymentId: string,
): Promise<ExistingPayment | undefined> => {
  const { state } = await load(eventStore, foldCache, payment, paymentId)
  return state.kind === 'existing' ? state : undefined
}

/** Every payment that anything happened to since then, and when that was. */
export const ourPayments = async (
  services: Pick<Services, 'eventStore' | 'foldCache'>,
  instant: string,
): Promise<ReadonlyMap<string, OurPayment>> => {
  const prefix = `${payment.category}-`
  const touched = new Map<string, number>()
  for await (const { stream, created } of since(services.eventStore, prefix, instant)) {
    const paymentId = stream.slice(prefix.length)
    if (!touched.has(paymentId)) touched.set(paymentId, created.getTime())
  }
  const found = new Map<string, OurPayment>()
  for (const [paymentId, touchedAt] of touched) {
    const own = await ourPayment(services, paymentId)
    // What tokens paid stands on a chain, not at the provider of cards.
    if (own !== undefined && own.asset !== qvt) found.set(paymentId, { payment: own, touchedAt })
  }
  return found
}

export type OurTransfer = {
  readonly transferId: string
  readonly organisation: string
  readonly amount: string
  readonly asset: string
  readonly requestedAt: string
  /** When the provider has confirmed it. */
  readonly sentAt?: string
}

/** What payees were sent since then, by the hub's id of it. */
export const ourTransfers = async (
  { eventStore }: Pick<Services, 'eventStore'>,
  instant: string,
): Promise<ReadonlyMap<string, OurTransfer>> => {
  const found = new Map<string, OurTransfer>()
  const sent = new Map<string, string>()
  for await (const recorded of since(eventStore, 'payee-', instant)) {
    // Streams of payees hold events of payees, checked against their contracts as they are read.
    const event = decodeEvent(recorded) as PayeeEvent
    const at = recorded.created.toISOString()
    // The latest comes first, so the earliest stays.
    if (event.type === 'PayoutSent' || event.type === 'PayoutPaid')
      sent.set(event.data.payoutId, at)
    if (event.type !== 'PayoutRequested') continue
    const { payoutId: transferId, organisation, amount, asset } = event.data
    const sentAt = sent.get(transferId)
    found.set(transferId, {
      ...{ transferId, organisation, amount, asset, requestedAt: at },
      ...(sentAt === undefined ? {} : { sentAt }),
    })
  }
  return found
}

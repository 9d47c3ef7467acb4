import { z } from 'zod'
import { priceBook } from '../../../domain/billing/metering/price-book.ts'
import { Rate } from '../../../domain/billing/metering/rate-models.ts'
import { Asset } from '../../../domain/shared/money.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { knownMeter } from './known-meter.ts'

/** An operator opens a price book; it rates nothing before a version of it is published. */
export const createPriceBook = defineCommand({
  name: 'billing.create-price-book',
  input: z.strictObject({ name: z.string().min(1).max(120), asset: Asset }),
  scope: 'billing:admin',
  run: async (wanted, { change, context }) => {
    const priceBookId = derivedId(context.commandId, 'price-book')
    const command = { type: 'CreatePriceBook', priceBookId, ...wanted } as const
    const changed = await change(priceBook, priceBookId, command)
    return 'stream' in changed ? { answer: { priceBookId }, changed } : changed
  },
})

/** What usage costs from a moment on. */
export const publishPriceBookVersion = defineCommand({
  name: 'billing.publish-price-book-version',
  input: z.strictObject({
    priceBookId: Id,
    validFrom: Instant,
    rates: z.array(Rate).min(1).max(100),
  }),
  scope: 'billing:admin',
  run: async ({ priceBookId, validFrom, rates }, { change, services }) => {
    for (const key of new Set(rates.map(({ meter }) => meter))) {
      const found = await knownMeter(services, key)
      if (!isRejection(found)) continue
      const index = rates.findIndex(({ meter }) => meter === key)
      const pointer = `/rates/${index.toString()}/meter`
      return reject('METER_UNKNOWN', found.detail, [
        { pointer, code: 'METER_UNKNOWN', detail: found.detail },
      ])
    }
    const command = { type: 'PublishPriceBookVersion', validFrom, rates } as const
    const changed = await change(priceBook, priceBookId, command)
    if (!('stream' in changed)) return changed
    if (changed.state.kind === 'absent') return notFound('price book')
    const published = changed.state.versions.find((version) => version.validFrom === validFrom)
    return published === undefined
      ? notFound('version')
      : { answer: { priceBookId, version: published.version }, changed }
  },
})

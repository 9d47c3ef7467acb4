import { meter } from '../../domain/billing/metering/meter.ts'
import { priceBook } from '../../domain/billing/metering/price-book.ts'
import { rerating } from '../../domain/billing/metering/rerating.ts'
import { usage, usageIdOf, type UsageCommand } from '../../domain/billing/metering/usage.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const month = '2026-01'
const asset = 'USD/2'

/** A meter for each name: what is reported under it has a key that follows from name and owner. */
const onUsage =
  (wish: (name: string, owner: string) => object): Step =>
  (recorder, _, name, owner) => {
    const organisation = idOf('organisation', owner)
    const target = { organisation, meter: 'llm_tokens_in', month }
    const command = { ...target, ...wish(name, owner) } as UsageCommand
    recorder.record(usage, usageIdOf(organisation, target.meter, month), command)
  }

const entry = (owner: string, id: string) => ({
  usageId: idOf('usage', owner, id),
  source: 'router\u0000 \ud800',
  id,
  value: '12.500',
  occurredAt: '2026-01-01T00:00:00Z',
})

const onBook =
  (wish: (priceBookId: string) => Parameters<typeof priceBook.decide>[0]): Step =>
  (recorder, _, name) => {
    const priceBookId = idOf('book', name)
    recorder.record(priceBook, priceBookId, wish(priceBookId))
  }

const publish = (validFrom: string) =>
  onBook(() => ({
    type: 'PublishPriceBookVersion',
    validFrom,
    rates: [{ key: 'x', meter: 'shots', model: { kind: 'FLAT', amount: '1' }, minimum: '0' }],
  }))

export const meteringSteps = {
  defineMeter: (recorder, _, name) =>
    void recorder.record(meter, `meter_${name}`, {
      type: 'DefineMeter',
      meter: {
        key: `meter_${name}`,
        name: 'Exports',
        unit: 'export',
        aggregation: 'COUNT',
        decimals: 0,
        maximum: '1',
        subject: 'NONE',
      },
    }),
  retireMeter: (recorder, _, name) =>
    void recorder.record(meter, `meter_${name}`, { type: 'RetireMeter' }),
  reportUsage: onUsage((name, owner) => ({
    type: 'RecordUsage',
    entries: [entry(owner, name), { ...entry(owner, `${name}b`), subject: 'agent' }],
  })),
  correctUsage: onUsage((name, owner) => ({
    type: 'CorrectUsage',
    correction: {
      usageId: idOf('correction', owner, name),
      source: 'router',
      id: `fix-${name}`,
      corrects: idOf('usage', owner, name),
      value: name === '1' ? null : '7',
      reason: 'Too much',
    },
  })),
  createPriceBook: onBook((priceBookId) => ({
    type: 'CreatePriceBook',
    priceBookId,
    name: 'Standard',
    asset,
  })),
  publishPrices: publish('2026-02-01T00:00:00Z'),
  publishLaterPrices: publish('2027-02-01T00:00:00Z'),
  rerate: (recorder, _, name, owner) => {
    const book = { priceBookId: idOf('book', name), version: 1 }
    const reratingId = idOf('rerating', name, owner)
    recorder.record(rerating, reratingId, {
      type: 'RecordComparison',
      comparison: {
        reratingId,
        organisation: idOf('organisation', owner),
        month,
        asset,
        before: book,
        after: { ...book, version: 2 },
        lines: [],
        totalBefore: '0',
        totalAfter: '0',
        difference: '0',
        cut: { meters: {} },
      },
    })
  },
} as const satisfies Readonly<Record<string, Step>>

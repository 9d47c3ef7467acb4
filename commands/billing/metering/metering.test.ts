import t from 'tap'
import { usageKey } from '../../../domain/billing/metering/usage-key.ts'
import { usage, usageIdOf } from '../../../domain/billing/metering/usage.ts'
import type { Rate } from '../../../domain/billing/metering/rate-models.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { foundOrganisation, publishBook, report, tokens } from '../../../test/kit/metering.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { execute } from '../../shared/execute.ts'
import { defineMeter, retireMeter } from './meters.ts'
import { publishPriceBookVersion } from './price-books.ts'
import { ratePeriod } from './rate-period.ts'
import { usageIdFor } from './usage-input.ts'

const now = '2026-11-21T12:00:00.000Z'
const on = (eventStore: EventStore) => servicesOn(eventStore, manualClock(now))
const perToken: Rate = {
  key: 'tokens',
  meter: 'llm_tokens_in',
  model: { kind: 'PER_UNIT', unitPrice: '0.01' },
  minimum: '0',
}
const month = '2026-11'

/** What November costs, in cents. */
const costOf = async (services: ReturnType<typeof on>, organisation: string, book: string) => {
  const rated = await ratePeriod(services, {
    organisation,
    priceBook: { priceBookId: book },
    month,
  })
  if (!('lines' in rated)) throw new Error(JSON.stringify(rated))
  return rated.lines.reduce((sum, { amount }) => sum + amount, 0n)
}

t.test('each event of a batch answers for itself', async (t) => {
  const { eventStore } = memoryLog()
  const services = on(eventStore)
  const organisation = await foundOrganisation(services)
  const batch = [
    tokens('1', '100'),
    tokens('2', '5', '3000-01-01T00:00:00Z'),
    { ...tokens('3', '5'), meter: 'shots' },
    { ...tokens('4', '5'), meter: 'unheard_of' },
    { ...tokens('5', '1000000000000001') },
    tokens('1', '100'),
    tokens('1', '101'),
    {
      kind: 'CORRECTION',
      source: 'router',
      id: '6',
      corrects: { source: 'router', id: '1' },
      value: '90',
      reason: 'x',
    },
    {
      kind: 'CORRECTION',
      source: 'router',
      id: '7',
      corrects: { source: 'router', id: 'none' },
      value: null,
      reason: 'x',
    },
  ]
  const answer = await report(services, organisation, batch)
  t.match(answer, {
    kind: 'done',
    answer: {
      events: [
        { outcome: 'RECORDED' },
        { outcome: 'REFUSED', code: 'USAGE_OUT_OF_BOUNDS' },
        { outcome: 'REFUSED', code: 'METER_NOT_REPORTED' },
        { outcome: 'REFUSED', code: 'METER_UNKNOWN' },
        { outcome: 'REFUSED', code: 'USAGE_OUT_OF_BOUNDS' },
        { outcome: 'RECORDED' },
        { outcome: 'REFUSED', code: 'USAGE_CONFLICT' },
        { outcome: 'RECORDED' },
        { outcome: 'REFUSED', code: 'USAGE_UNKNOWN' },
      ],
    },
  })
  const book = await publishBook(services, [perToken])
  t.equal(await costOf(services, organisation, book), 90n)
  t.match(await report(services, newId(), [tokens('1', '1')]), { failure: { code: 'NOT_FOUND' } })
  t.match(await report(services, organisation, [{ ...tokens('9', '1'), value: '1'.repeat(19) }]), {
    failure: { code: 'INVALID_INPUT' },
  })
})

t.test(
  'openmeter PR #126: the same source and id of two organisations are two events',
  async (t) => {
    const services = on(memoryLog().eventStore)
    const [one, other] = [await foundOrganisation(services), await foundOrganisation(services)]
    const book = await publishBook(services, [perToken])
    await report(services, one, [tokens('1', '100')])
    await report(services, other, [tokens('1', '7')])
    t.equal(await costOf(services, one, book), 100n)
    t.equal(await costOf(services, other, book), 7n)
  },
)

t.test('usage counts once for ever, whatever caches forget and whoever asks', async (t) => {
  const { eventStore } = memoryLog()
  const organisation = await foundOrganisation(on(eventStore))
  const book = await publishBook(on(eventStore), [perToken])
  const commandId = newId()
  const answers = []
  for (const id of [commandId, commandId, newId()])
    answers.push(await report(on(eventStore), organisation, [tokens('1', '100')], id))
  for (const answer of answers) t.match(answer, { answer: { events: [{ outcome: 'RECORDED' }] } })
  t.match(await report(on(eventStore), organisation, [tokens('1', '99')]), {
    answer: { events: [{ outcome: 'REFUSED', code: 'USAGE_CONFLICT' }] },
  })
  t.equal(await costOf(on(eventStore), organisation, book), 100n)
})

t.test(
  'openmeter #5118: a key whose usage was not written is no usage; the retry writes it',
  async (t) => {
    const { eventStore } = memoryLog()
    const organisation = await foundOrganisation(on(eventStore))
    const stream = streamOf(usage, usageIdOf(organisation, 'llm_tokens_in', month))
    const failing: EventStore = {
      ...eventStore,
      append: async (to, ...rest) => {
        if (to === stream) throw new Error('the month cannot be written')
        return eventStore.append(to, ...rest)
      },
    }
    await t.rejects(report(on(failing), organisation, [tokens('1', '100')]))
    const key = streamOf(usageKey, usageIdFor(organisation, { source: 'router', id: '1' }))
    t.equal((await eventStore.read(key)).length, 1, 'the key is claimed')
    t.equal((await eventStore.read(stream)).length, 0, 'and nothing counts yet')
    const later = servicesOn(eventStore, manualClock('2027-11-21T12:00:00.000Z'))
    t.match(await report(later, organisation, [tokens('1', '100')]), {
      answer: { events: [{ outcome: 'RECORDED' }] },
    })
    t.equal((await eventStore.read(stream)).length, 1, 'the retry writes it, however late')
  },
)

t.test('a correction writes what a crash left out before it corrects it', async (t) => {
  const { eventStore } = memoryLog()
  const services = on(eventStore)
  const organisation = await foundOrganisation(services)
  const stream = streamOf(usage, usageIdOf(organisation, 'llm_tokens_in', month))
  let dies = true
  const dying: EventStore = {
    ...eventStore,
    append: async (to, ...rest) => {
      if (to === stream && dies) throw new Error('gone')
      return eventStore.append(to, ...rest)
    },
  }
  await t.rejects(report(on(dying), organisation, [tokens('1', '100')]))
  dies = false
  const correction = {
    kind: 'CORRECTION',
    source: 'router',
    id: '2',
    corrects: { source: 'router', id: '1' },
    value: '60',
    reason: 'x',
  }
  t.match(await report(services, organisation, [correction]), {
    answer: { events: [{ outcome: 'RECORDED' }] },
  })
  const types = (await eventStore.read(stream)).map(({ type }) => type)
  t.strictSame(types, ['UsageRecorded', 'UsageCorrected'])
})

t.test('a cut rates what was known then; late usage is the difference', async (t) => {
  const services = on(memoryLog().eventStore)
  const organisation = await foundOrganisation(services)
  const priceBookId = await publishBook(services, [perToken])
  await report(services, organisation, [tokens('1', '100')])
  const of = { organisation, priceBook: { priceBookId }, month }
  const first = await ratePeriod(services, of)
  await report(services, organisation, [tokens('2', '11')])
  if (!('cut' in first)) throw new Error('not rated')
  t.strictSame(await ratePeriod(services, { ...of, upTo: first.cut }), first)
  t.equal(await costOf(services, organisation, priceBookId), 111n)
  const none = await ratePeriod(services, { ...of, month: '2026-10' })
  t.match(none, { rejected: 'NOT_FOUND' }, 'no version was in force')
})

t.test(
  'twenty PR #23973: an outage of the usage source is never read as usage of nothing',
  async (t) => {
    const { eventStore } = memoryLog()
    const organisation = await foundOrganisation(on(eventStore))
    const priceBookId = await publishBook(on(eventStore), [perToken])
    await report(on(eventStore), organisation, [tokens('1', '100')])
    const stream = streamOf(usage, usageIdOf(organisation, 'llm_tokens_in', month))
    const out: EventStore = {
      ...eventStore,
      read: async (of, ...rest) => {
        if (of === stream) throw new Error('the source does not answer')
        return eventStore.read(of, ...rest)
      },
    }
    const of = { organisation, priceBook: { priceBookId }, month }
    await t.rejects(ratePeriod(on(out), of), /does not answer/)
    const known = await ratePeriod(on(eventStore), of)
    if (!('cut' in known)) throw new Error('not rated')
    const empty: EventStore = {
      ...eventStore,
      read: async (of, ...rest) => (of === stream ? [] : eventStore.read(of, ...rest)),
    }
    await t.rejects(ratePeriod(on(empty), { ...of, upTo: known.cut }), /ends before revision/)
  },
)

t.test('an operator’s meter is priced, reported and retired', async (t) => {
  const services = on(memoryLog().eventStore)
  const organisation = await foundOrganisation(services)
  const meter = {
    key: 'exports',
    name: 'Exports',
    unit: 'export',
    aggregation: 'COUNT',
    decimals: 0,
    maximum: '1',
    subject: 'NONE',
  }
  const define = () => execute(services, defineMeter, meter, contextOf(newId()))
  t.match(await define(), { kind: 'done' })
  t.match(await define(), { kind: 'done' })
  const book = await publishBook(services, [{ ...perToken, meter: 'exports' }])
  const exported = (id: string) => ({
    kind: 'USAGE',
    source: 'exporter',
    id,
    meter: 'exports',
    occurredAt: now,
  })
  await report(services, organisation, [exported('1'), exported('2')])
  t.equal(await costOf(services, organisation, book), 2n)
  await execute(services, retireMeter, { key: 'exports' }, contextOf(newId()))
  t.match(await report(services, organisation, [exported('3'), exported('1')]), {
    answer: { events: [{ code: 'METER_UNKNOWN' }, { outcome: 'RECORDED' }] },
  })
  t.equal(await costOf(services, organisation, book), 2n)
  const rates = [{ ...perToken, meter: 'unheard_of' }]
  const version = { priceBookId: book, validFrom: '2027-01-01T00:00:00Z', rates }
  t.match(await execute(services, publishPriceBookVersion, version, contextOf(newId())), {
    failure: { code: 'METER_UNKNOWN', issues: [{ pointer: '/rates/0/meter' }] },
  })
})

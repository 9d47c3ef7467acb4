import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { PriceBookEntry, priceAt } from '../devices/price-book.ts'
import { amountOf } from '../shared/money.ts'
import { priceOf, type Usage } from './price.ts'

const entry = (parts: Partial<PriceBookEntry>): PriceBookEntry =>
  PriceBookEntry.parse({
    version: 'test',
    asset: 'USD/2',
    validFrom: '2026-01-01T00:00:00Z',
    ...parts,
  })
const usage = (used: Partial<Usage>): Usage => ({
  shots: 0,
  seconds: 0,
  oneQubitGates: 0,
  twoQubitGates: 0,
  ...used,
})
const thousandShots = usage({ shots: 1000 })

/** Published prices: Amazon Braket's pricing page and device snapshots, IBM's plans, IonQ on Azure. */
const published: readonly [string, Partial<PriceBookEntry>, Usage, string][] = [
  ['IonQ Forte', { perTask: '0.30', perShot: '0.08' }, thousandShots, '8030'],
  ['IonQ Aria', { perTask: '0.30', perShot: '0.03' }, thousandShots, '3030'],
  ['IQM Garnet', { perTask: '0.30', perShot: '0.00145' }, thousandShots, '175'],
  ['Rigetti Ankaa', { perTask: '0.30', perShot: '0.0009' }, thousandShots, '120'],
  ['QuEra Aquila', { perTask: '0.30', perShot: '0.01' }, thousandShots, '1030'],
  [
    'Braket SV1: a Bell job is billed the minimum of 3 seconds',
    { asset: 'USD/5', perSecond: '0.00125', minimumDuration: 3 },
    usage({ shots: 100, seconds: 0.01 }),
    '375',
  ],
  [
    'Braket SV1: a longer task, what it took',
    { asset: 'USD/5', perSecond: '0.00125', minimumDuration: 3 },
    usage({ shots: 100, seconds: 60 }),
    '7500',
  ],
  ['IBM Pay-As-You-Go', { perSecond: '1.60' }, usage({ shots: 4000, seconds: 2.5 }), '400'],
  [
    'IonQ Aria on Azure, in AQT, m as a base that is added',
    { asset: 'AQT/4', perTask: '12.4166', per1qGateShot: '0.000220', per2qGateShot: '0.000975' },
    usage({ shots: 1000, oneQubitGates: 100, twoQubitGates: 50 }),
    '831666',
  ],
  [
    'the same with m as a minimum: above it',
    { asset: 'AQT/4', minimum: '124166', per1qGateShot: '0.000220', per2qGateShot: '0.000975' },
    usage({ shots: 1000, oneQubitGates: 100, twoQubitGates: 50 }),
    '707500',
  ],
  [
    'the same with m as a minimum: below it',
    { asset: 'AQT/4', minimum: '124166', per1qGateShot: '0.000220', per2qGateShot: '0.000975' },
    usage({ shots: 10, oneQubitGates: 100, twoQubitGates: 50 }),
    '124166',
  ],
  ['half a cent is a cent', { perShot: '0.005' }, usage({ shots: 1 }), '1'],
  ['less is none', { perShot: '0.004999999999' }, usage({ shots: 1 }), '0'],
  [
    'rounded once, not part by part',
    { perTask: '0.004', perShot: '0.004' },
    usage({ shots: 1 }),
    '1',
  ],
  ['a device may be free', {}, thousandShots, '0'],
  [
    'wei are counted to the last',
    { asset: 'QVT/18', perShot: '0.000000000001' },
    thousandShots,
    '1000000000',
  ],
]

t.test('published prices', async (t) => {
  for (const [name, price, used, amount] of published) {
    const { asset = 'USD/2' } = price
    t.strictSame(priceOf(entry(price), used), { amount, asset }, name)
  }
})

t.test('more usage never costs less, and nothing costs less than the minimum', async () => {
  const rate = fc
    .tuple(fc.nat({ max: 999 }), fc.nat({ max: 999_999 }))
    .map(([whole, part]) => `${whole}.${part.toString().padStart(12, '0')}`)
  const price = fc
    .record({
      perTask: rate,
      perShot: rate,
      perSecond: rate,
      per1qGateShot: rate,
      per2qGateShot: rate,
    })
    .chain((rates) =>
      fc.nat({ max: 10_000 }).map((minimum) => entry({ ...rates, minimum: minimum.toString() })),
    )
  const used = fc.record({
    shots: fc.nat({ max: 100_000 }),
    seconds: fc.double({ min: 0, max: 3600, noNaN: true }),
    oneQubitGates: fc.nat({ max: 10_000 }),
    twoQubitGates: fc.nat({ max: 10_000 }),
  })
  fc.assert(
    fc.property(price, used, used, (price, some, more) => {
      const sum = {
        shots: some.shots + more.shots,
        seconds: some.seconds + more.seconds,
        oneQubitGates: some.oneQubitGates + more.oneQubitGates,
        twoQubitGates: some.twoQubitGates + more.twoQubitGates,
      }
      const cost = amountOf(priceOf(price, some))
      return cost >= BigInt(price.minimum) && amountOf(priceOf(price, sum)) >= cost
    }),
  )
})

t.test('the entry in force is the latest that has begun', async (t) => {
  const from = (version: string, validFrom: string) => entry({ version, validFrom })
  const book = [
    from('later', '2026-03-01T00:00:00Z'),
    from('first', '2026-01-01T00:00:00Z'),
    from('second', '2026-02-01T00:00:00.000Z'),
  ]
  const versionAt = (instant: string) => priceAt(book, instant)?.version
  t.equal(versionAt('2025-12-31T23:59:59.999Z'), undefined)
  t.equal(versionAt('2026-01-31T23:59:59.999Z'), 'first')
  t.equal(versionAt('2026-02-01T00:00:00Z'), 'second')
  t.equal(versionAt('2026-12-01T00:00:00.000Z'), 'later')
  const again = from('corrected', '2026-03-01T00:00:00.000Z')
  t.equal(priceAt([...book, again], '2026-04-01T00:00:00Z')?.version, 'corrected')
  t.equal(
    priceAt([from('now', '2026-01-01T00:00:00Z')], '2026-01-01T00:00:00.000Z')?.version,
    'now',
    'however an instant is written',
  )
})

import t from 'tap'
import { PriceBookEntry } from '../../devices/price-book.ts'
import { priceOf, type Usage } from '../price.ts'
import type { RateModel } from './rate-models.ts'
import { rateQuantity } from './rate.ts'
import { parseDecimal } from './rational.ts'

/** Prices that vendors publish, with what they come to. One row: where it says so, the price, a use of it, the amount. */
type Published = {
  readonly what: string
  readonly source: string
  readonly price: Partial<PriceBookEntry>
  readonly usage: Partial<Usage>
  readonly amount: string
}

const braketPricing = 'aws.amazon.com/braket/pricing: USD 0.30 a task, plus a price a shot'
const azurePricing = 'learn.microsoft.com/azure/quantum/pricing: AQT = m + N1q·C·p1 + N2q·C·p2'
const perTask = '0.30'
const cents = { asset: 'USD/2' } as const

const published: readonly Published[] = [
  {
    what: 'Braket, IonQ Forte 1, 1000 shots',
    source: `${braketPricing}; device snapshot: 0.08`,
    price: { ...cents, perTask, perShot: '0.08' },
    usage: { shots: 1000 },
    amount: '8030',
  },
  {
    what: 'Braket, IonQ Aria with error mitigation, at least 2500 shots',
    source: `${braketPricing}; device snapshot: 0.03`,
    price: { ...cents, perTask, perShot: '0.03' },
    usage: { shots: 2500 },
    amount: '7530',
  },
  {
    what: 'Braket, IQM Garnet, 1000 shots',
    source: `${braketPricing}; amazon-braket-examples, device JSON of 2025-07-06: 0.00145`,
    price: { ...cents, perTask, perShot: '0.00145' },
    usage: { shots: 1000 },
    amount: '175',
  },
  {
    what: 'Braket, IQM Emerald, 1000 shots',
    source: `${braketPricing}; amazon-braket-examples, device JSON of 2025-11-06: 0.0016`,
    price: { ...cents, perTask, perShot: '0.0016' },
    usage: { shots: 1000 },
    amount: '190',
  },
  {
    what: 'Braket, QuEra Aquila, 100 shots',
    source: `${braketPricing}; device snapshot: 0.01`,
    price: { ...cents, perTask, perShot: '0.01' },
    usage: { shots: 100 },
    amount: '130',
  },
  {
    what: 'Braket, Rigetti Ankaa, 1000 shots',
    source: `${braketPricing}; device snapshot: 0.0009`,
    price: { ...cents, perTask, perShot: '0.0009' },
    usage: { shots: 1000 },
    amount: '120',
  },
  {
    what: 'Braket simulator SV1, a Bell pair: three seconds at least',
    source: 'amazon-braket-sdk-python Tracker and issue #975: USD 0.075 a minute, 3 s minimum',
    price: { asset: 'USD/5', perSecond: '0.00125', minimumDuration: 3 },
    usage: { seconds: 0.8 },
    amount: '375',
  },
  {
    what: 'Braket simulator SV1, eleven minutes',
    source: 'amazon-braket-sdk-python Tracker: USD 0.075 a minute',
    price: { ...cents, perSecond: '0.00125', minimumDuration: 3 },
    usage: { seconds: 660 },
    amount: '83',
  },
  {
    what: 'IBM Pay-As-You-Go, 100 seconds',
    source: 'IBM Quantum plans, api-evangelist plan file of 2026-05-25: USD 1.60 a second',
    price: { ...cents, perSecond: '1.60' },
    usage: { seconds: 100 },
    amount: '16000',
  },
  {
    what: 'IBM Flex, a minute',
    source: 'IBM Quantum plans: USD 72 a minute',
    price: { ...cents, perSecond: '1.20' },
    usage: { seconds: 60 },
    amount: '7200',
  },
  {
    what: 'IBM Premium, a minute',
    source: 'IBM Quantum plans: USD 48 a minute',
    price: { ...cents, perSecond: '0.80' },
    usage: { seconds: 60 },
    amount: '4800',
  },
  {
    what: 'Azure, IonQ Aria 1: 100 one-qubit and 50 two-qubit gates, 1000 shots, m added',
    source: azurePricing,
    price: {
      asset: 'AQT/4',
      perTask: '12.4166',
      per1qGateShot: '0.000220',
      per2qGateShot: '0.000975',
    },
    usage: { shots: 1000, oneQubitGates: 100, twoQubitGates: 50 },
    amount: '831666',
  },
  {
    what: 'Azure, IonQ Aria 1: the same, m as the least that a job costs',
    source: `${azurePricing}; the page calls m the minimum`,
    price: {
      asset: 'AQT/4',
      minimum: '124166',
      per1qGateShot: '0.000220',
      per2qGateShot: '0.000975',
    },
    usage: { shots: 1000, oneQubitGates: 100, twoQubitGates: 50 },
    amount: '707500',
  },
  {
    what: 'Azure, IonQ Aria 1 with error mitigation: a small job costs m',
    source: `${azurePricing}; m = 97.50 with error mitigation`,
    price: {
      asset: 'AQT/4',
      minimum: '975000',
      per1qGateShot: '0.000220',
      per2qGateShot: '0.000975',
    },
    usage: { shots: 1000, oneQubitGates: 1, twoQubitGates: 1 },
    amount: '975000',
  },
  {
    what: 'Azure, IonQ Forte 1: 100 one-qubit and 50 two-qubit gates, 1000 shots, m added',
    source: azurePricing,
    price: {
      asset: 'AQT/4',
      perTask: '25.7899',
      per1qGateShot: '0.0001645',
      per2qGateShot: '0.001121',
    },
    usage: { shots: 1000, oneQubitGates: 100, twoQubitGates: 50 },
    amount: '982899',
  },
  {
    what: 'Azure, IonQ Forte 1 with error mitigation: a small job costs m',
    source: `${azurePricing}; m = 168.195 with error mitigation`,
    price: {
      asset: 'AQT/4',
      minimum: '1681950',
      per1qGateShot: '0.0001645',
      per2qGateShot: '0.001121',
    },
    usage: { shots: 100, oneQubitGates: 1, twoQubitGates: 1 },
    amount: '1681950',
  },
  {
    what: 'IQM Resonance, 200 seconds',
    source: 'IQM Resonance pricing of 2026-08-23: 0.30 a second',
    price: { asset: 'EUR/2', perSecond: '0.30' },
    usage: { seconds: 200 },
    amount: '6000',
  },
  {
    what: 'Pasqal, a quarter of an hour',
    source: 'Pasqal pricing: EUR 3000 an hour of the QPU',
    price: { asset: 'EUR/2', perSecond: '0.833333333333' },
    usage: { seconds: 900 },
    amount: '75000',
  },
]

for (const { what, source, price, usage, amount } of published)
  t.test(what, async (t) => {
    const entry = PriceBookEntry.parse({
      version: '1',
      validFrom: '2026-01-01T00:00:00Z',
      ...price,
    })
    const nothing = { shots: 0, seconds: 0, oneQubitGates: 0, twoQubitGates: 0 }
    t.equal(priceOf(entry, { ...nothing, ...usage }).amount, amount, source)
  })

/** Prices of a month of usage: the same vendors, out of a price book. Several lines add up. */
type Plan = {
  readonly what: string
  readonly source: string
  readonly asset: string
  readonly lines: readonly (readonly [RateModel, string, (string | undefined)?])[]
  readonly amount: bigint
}

const perUnit = (unitPrice: string): RateModel => ({ kind: 'PER_UNIT', unitPrice })
const plans: readonly Plan[] = [
  {
    what: 'Braket, ten tasks of 1000 shots on Garnet',
    source: braketPricing,
    asset: 'USD/2',
    lines: [
      [perUnit('0.30'), '10'],
      [perUnit('0.00145'), '10000'],
    ],
    amount: 1750n,
  },
  {
    what: 'IBM Flex: a month costs what it is worth, 30,000 dollars at least',
    source: 'IBM Quantum plans: USD 72 a minute, USD 30,000 at least',
    asset: 'USD/2',
    lines: [[perUnit('1.20'), '6000', '3000000']],
    amount: 3_000_000n,
  },
  {
    what: 'IonQ by subscription, a month without overage',
    source: 'learn.microsoft.com/azure/quantum/pricing: USD 25,000 a month',
    asset: 'USD/2',
    lines: [[{ kind: 'FLAT', amount: '25000' }, '0']],
    amount: 2_500_000n,
  },
  {
    what: 'Quantinuum: 100 one-qubit, 50 two-qubit gates, 20 measurements, 1000 shots in HQC',
    source: 'azure-quantum-python #193: HQC = 5 + C (N1q + 10 N2q + 5 Nm) / 5000',
    asset: 'HQC/2',
    lines: [
      [perUnit('5'), '1'],
      [perUnit('0.0002'), '100000'],
      [perUnit('0.002'), '50000'],
      [perUnit('0.001'), '20000'],
    ],
    amount: 14_500n,
  },
]

for (const { what, source, asset, lines, amount } of plans)
  t.test(what, async (t) => {
    const rated = lines.map(([model, quantity, minimum = '0']) =>
      rateQuantity({ model, minimum }, parseDecimal(quantity), asset),
    )
    t.equal(
      rated.reduce((sum, line) => sum + line.amount, 0n),
      amount,
      source,
    )
  })

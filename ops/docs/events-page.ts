import type { z } from 'zod'
import { aggregates, type AnyAggregate } from '../../domain/aggregates.ts'
import {
  AccountName,
  MarketAccountName,
  Posting,
} from '../../domain/billing/ledger/earlier-postings.ts'
import { calibration } from '../../domain/devices/calibration.ts'
import { PriceBookEntry, Rate } from '../../domain/devices/price-book.ts'
import { ExecutionWindow } from '../../domain/devices/windows.ts'
import { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import { Failure, RunUsage } from '../../domain/jobs/job-events.ts'
import { JobResult } from '../../domain/jobs/job-result.ts'
import { Asset, MinorUnits, Money } from '../../domain/shared/money.ts'
import { Plan } from '../../domain/subscriptions/plan.ts'
import { Charge, Credit, Period } from '../../domain/subscriptions/subscription-events.ts'
import type { EventDefinition } from '../../domain/shared/event.ts'
import { definitions as sagaEvents } from '../../domain/shared/saga-events.ts'
import { Id, Instant, Sealed, Sha256 } from '../../domain/shared/values.ts'
import { sagas } from '../../sagas/registry.ts'
import { shapeWriter } from './data-shape.ts'

type Definitions = readonly EventDefinition<string, z.ZodType>[]

/** Scalars are told in words, the others laid open. */
const scalars = [
  { name: 'Id', schema: Id, words: 'a UUID' },
  { name: 'Instant', schema: Instant, words: 'ISO 8601 in UTC' },
  { name: 'Sha256', schema: Sha256, words: '64 hexadecimal digits' },
  { name: 'Sealed', schema: Sealed, words: 'personal data, encrypted under its subject’s key' },
  { name: 'Asset', schema: Asset, words: 'an asset and the decimals of its minor unit: "USD/2"' },
  { name: 'MinorUnits', schema: MinorUnits, words: 'a whole number of minor units, in digits' },
  { name: 'Rate', schema: Rate, words: 'an exact decimal of the asset’s own unit: "0.00145"' },
  { name: 'AccountName', schema: AccountName, words: 'an account of the ledger' },
  {
    name: 'MarketAccountName',
    schema: MarketAccountName,
    words: 'an account of the ledger, those of sellers among them',
  },
] as const

const shapes = [
  { name: 'Money', schema: Money },
  { name: 'PriceBookEntry', schema: PriceBookEntry },
  { name: 'ExecutionWindow', schema: ExecutionWindow },
  { name: 'Calibration', schema: calibration },
  { name: 'CircuitFacts', schema: CircuitFacts },
  { name: 'JobResult', schema: JobResult },
  { name: 'Failure', schema: Failure },
  { name: 'RunUsage', schema: RunUsage },
  { name: 'Posting', schema: Posting },
  { name: 'Plan', schema: Plan },
  { name: 'Period', schema: Period },
  { name: 'Charge', schema: Charge },
  { name: 'Credit', schema: Credit },
] as const

type Family = { readonly categories: readonly string[]; readonly definitions: Definitions }

/** Aggregates in their order; those that share their events, as reservations do, stand together. */
const familiesOf = (all: readonly AnyAggregate[]): readonly Family[] => {
  const byDefinitions = new Map<Definitions, string[]>()
  for (const { category, definitions } of all)
    byDefinitions.set(definitions, [...(byDefinitions.get(definitions) ?? []), category])
  return [...byDefinitions].map(([definitions, categories]) => ({ categories, definitions }))
}

const families: readonly Family[] = [
  ...familiesOf(aggregates),
  { categories: sagas.map(({ saga }) => saga.name), definitions: sagaEvents },
]

const { shape, laidOpen } = shapeWriter([...scalars, ...shapes])

const code = (text: string): string => ['```ts', text, '```'].join('\n')

const head = `# Events

The stored contract: every type of event in the log, with the schema version in which it is written today and the shape of its data. Generated from \`domain/events.ts\` by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current.

A stream is \`<category>-<id>\`. A change that stored data would not satisfy is a new version, never an edit: [change an event](../how-to/change-an-event.md). Each version ever written is in a catalogue, with its contract as JSON Schema and an example; the numbers below lead there. An event that today's code can't read is quarantined, never skipped.

Metadata of every event: \`$correlationId\`, \`$causationId\`, \`commandId\`, \`inputHash\`, \`actor\`, \`organisation\`, \`occurredAt\`, \`traceparent\`, \`schema\`.

## Shapes
Named here once, used below. A comment gives the bounds of a number.

| Name | Is |
| --- | --- |
${scalars.map(({ name, words }) => `| \`${name}\` | ${words} |`).join('\n')}

${code(shapes.map(({ name, schema }) => `type ${name} = ${laidOpen(schema)}`).join('\n\n'))}
`

const entry = (type: string, version: number): string =>
  `[${version}](../../test/census/catalogue/${type}.${version}.json)`

const versions = ({ type, schema, earlier }: Definitions[number]): string => {
  const older = earlier.map((_, index) => entry(type, index + 1))
  return `Schema ${entry(type, schema)}${older.length === 0 ? '' : `; read through upcasters: ${older.join(', ')}`}.`
}

const section = ({ categories, definitions }: Family): string =>
  [
    `## ${categories.join(', ')}`,
    ...definitions.map(
      (definition) =>
        `### ${definition.type}\n${versions(definition)}\n\n${code(shape(definition.data))}`,
    ),
  ].join('\n\n')

/** docs/reference/events.md, as it should be. */
export const eventsPage = (): string =>
  `${[head.trimEnd(), ...families.map(section)].join('\n\n')}\n`

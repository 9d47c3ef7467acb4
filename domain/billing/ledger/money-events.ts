import { z } from 'zod'
import type { EventDefinition, EventOf } from '../../shared/event.ts'
import { definitions as billDefinitions } from '../bills/bill-events.ts'
import { category as wallet, definitions as walletDefinitions } from '../wallet/wallet.ts'
import { definitions as payeeDefinitions } from '../payees/payee-events.ts'
import type { Mover } from './chart.ts'
import { definitions as journalDefinitions } from './journal-events.ts'
import type { Posting } from './postings.ts'

/** The streams that move money, and all that they store; of these, the ledger is made of the events with postings. */
const streams = [
  { mover: wallet, definitions: walletDefinitions },
  { mover: 'bill', definitions: billDefinitions },
  { mover: 'payee', definitions: payeeDefinitions },
  { mover: 'journal', definitions: journalDefinitions },
] as const satisfies readonly {
  readonly mover: Mover
  readonly definitions: readonly EventDefinition<string, z.ZodType>[]
}[]

type AnyDefinition = EventDefinition<string, z.ZodType>
type Definition = (typeof streams)[number]['definitions'][number]

/** What the ledger reads of an event, whichever stream it stands in. */
export type MoneyFacts = {
  readonly transactionId: string
  readonly asset: string
  readonly postings: readonly Posting[]
  readonly at: string
  readonly bookedAt?: string
  /** Absent where the hub adjusts its own books. */
  readonly organisation?: string
}

export type MoneyEvent = Extract<
  EventOf<Definition>,
  { readonly data: { readonly postings: readonly unknown[] } }
>
export type MoneyDefinition = EventDefinition<MoneyEvent['type'], z.ZodType<MoneyEvent['data']>>

/** The stored form of an event's postings; undefined for an event that moves no money. */
export const postingsOf = ({ data }: AnyDefinition): z.core.$ZodType | undefined => {
  if (!(data instanceof z.ZodObject)) return undefined
  const shape: Readonly<Record<string, z.core.$ZodType>> = data.shape
  return shape['postings']
}

// An event of such a stream moves money exactly when its contract has postings.
const movesMoney = (definition: AnyDefinition): definition is MoneyDefinition =>
  postingsOf(definition) !== undefined

/** Who moves money by which events. */
export const moneyStreams = streams.map(({ mover, definitions }) => ({
  mover,
  definitions: definitions.filter((each) => movesMoney(each)),
}))

/** Every event that moves money: the ledger is these, in the order of the log. */
export const moneyDefinitions: readonly MoneyDefinition[] = moneyStreams.flatMap(
  ({ definitions }) => definitions,
)

const moneyTypes: ReadonlySet<string> = new Set(moneyDefinitions.map(({ type }) => type))

export const isMoneyType = (type: string): boolean => moneyTypes.has(type)

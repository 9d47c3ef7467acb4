import { z } from 'zod'
import {
  begun,
  closed,
  Closing,
  firstBook,
  monthOf,
  opened,
  Opening,
  type Book,
  type Books,
} from '../../domain/shared/books.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import { definitions as registry } from '../../domain/events.ts'
import { defineEvent, type EventOf } from '../../domain/shared/event.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Instant } from '../../domain/shared/values.ts'

/** The smallest aggregate that needs all of its books: money that is reserved, spent and given back under a name. */
const Entry = z.strictObject({ amount: z.int(), spent: z.boolean(), returned: z.int() })
type Entry = z.output<typeof Entry>
const Named = z.strictObject({ name: z.string(), amount: z.int(), at: Instant })

const definitions = [
  defineEvent('PurseFilled', 1, z.strictObject({ amount: z.int(), at: Instant })),
  defineEvent('PurseReserved', 1, Named),
  defineEvent('PurseSpent', 1, Named),
  defineEvent('PurseReturned', 1, Named),
  defineEvent('PurseClosed', 1, Closing),
  defineEvent(
    'PurseOpened',
    1,
    Opening.extend({ left: z.int(), reserved: z.int(), padding: z.string().exactOptional() }),
  ),
  defineEvent(
    'PurseEntryBroughtForward',
    1,
    z.strictObject({ name: z.string(), entry: Entry, at: Instant }),
  ),
] as const
export type PurseEvent = EventOf<(typeof definitions)[number]>

// The registry is a plain map; what only tests store joins it here.
for (const definition of definitions)
  (registry as Map<string, (typeof definitions)[number]>).set(definition.type, definition)

export type Purse = {
  readonly left: number
  readonly reserved: number
  readonly entries: Readonly<Record<string, Entry>>
  readonly book: Book
}

const evolve = (before: Purse, { type, data }: PurseEvent): Purse => {
  const state = { ...before, book: begun(before.book, data.at) }
  const put = (name: string, entry: Entry) => ({
    ...state,
    entries: { ...state.entries, [name]: entry },
  })
  switch (type) {
    case 'PurseFilled':
      return { ...state, left: state.left + data.amount }
    case 'PurseReserved': {
      const { name, amount } = data
      const { left, reserved } = state
      const made = put(name, { amount, spent: false, returned: 0 })
      return { ...made, left: left - amount, reserved: reserved + amount }
    }
    case 'PurseSpent': {
      const { name, amount } = data
      return {
        ...put(name, { amount, spent: true, returned: 0 }),
        reserved: state.reserved - amount,
      }
    }
    case 'PurseReturned': {
      const entry = state.entries[data.name]
      if (entry === undefined) throw new Error(`nothing is known of ${data.name}`)
      const returned = entry.returned + data.amount
      return { ...put(data.name, { ...entry, returned }), left: state.left + data.amount }
    }
    case 'PurseClosed':
      return { ...state, book: closed(state.book, data) }
    case 'PurseOpened':
      return { left: data.left, reserved: data.reserved, entries: {}, book: opened(data) }
    case 'PurseEntryBroughtForward':
      return put(data.name, data.entry)
  }
}

export type PurseCommand =
  | { readonly type: 'Fill'; readonly amount: number }
  | { readonly type: 'Reserve'; readonly name: string; readonly amount: number }
  | { readonly type: 'Spend'; readonly name: string }
  | { readonly type: 'Return'; readonly name: string; readonly amount: number }

const decide: Aggregate<Purse, PurseCommand, PurseEvent>['decide'] = (command, state, meta) => {
  const at = meta.now
  if (command.type === 'Fill')
    return [{ type: 'PurseFilled', data: { amount: command.amount, at } }]
  const { name } = command
  const entry = state.entries[name]
  if (command.type === 'Reserve') {
    if (entry !== undefined) return reject('ALREADY_EXISTS', `${name} was reserved.`)
    if (command.amount > state.left) return reject('INSUFFICIENT_FUNDS', `${state.left} is left.`)
    return [{ type: 'PurseReserved', data: { name, amount: command.amount, at } }]
  }
  if (entry === undefined) return reject('HOLD_UNKNOWN', `${name} is unknown.`)
  if (command.type === 'Spend')
    return entry.spent ? [] : [{ type: 'PurseSpent', data: { name, amount: entry.amount, at } }]
  if (!entry.spent || entry.returned + command.amount > entry.amount)
    return reject('REFUND_ABOVE_CAPTURE', `${entry.returned} of ${entry.amount} were returned.`)
  return [{ type: 'PurseReturned', data: { name, amount: command.amount, at } }]
}

const books: Books<Purse, PurseCommand, PurseEvent> = {
  periodOf: monthOf,
  maxEvents: 8,
  bookOf: ({ book }) => book,
  close: (_, closing) => ({ type: 'PurseClosed', data: closing }),
  open: ({ left, reserved }, opening) => ({
    type: 'PurseOpened',
    data: { ...opening, left, reserved },
  }),
  keysOf: ({ entries }) => Object.keys(entries),
  has: ({ entries }, name) => name in entries,
  keysIn: (command) => ('name' in command ? [command.name] : []),
  bringForward: ({ entries }, name, at) => {
    const entry = entries[name]
    return entry && { type: 'PurseEntryBroughtForward', data: { name, entry, at } }
  },
}

const initial: Purse = { left: 0, reserved: 0, entries: {}, book: firstBook }
export const endlessPurse: Aggregate<Purse, PurseCommand, PurseEvent> = {
  category: 'endlessPurse',
  definitions,
  initial,
  evolve,
  decide,
}
export const purse = { ...endlessPurse, category: 'purse', books }

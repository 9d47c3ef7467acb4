import type { Kind, Stored, StoredOf } from './stored.ts'

/** The outcome of a request, as it is answered again to the same idempotency key. */
export type Answer = { readonly status: number; readonly body: unknown }

export type KeptAnswer = Answer & { readonly fingerprint: string; readonly at: number }

/** What nobody sees from outside: how a card behaves, whose balance moves, what becomes of an account's payouts. */
export type Hidden = {
  /** Name of a test card. */
  readonly card?: string
  /** The customer has authenticated this card for payments that are made without them. */
  readonly authenticated?: boolean
  /** The connected account that it belongs to; absent: the platform. */
  readonly account?: string
  /** An intent that waits for its customer, or for the bank: off session or not. */
  readonly offSession?: boolean
  readonly payoutFailure?: string
}

export type SentEvent = {
  readonly id: string
  readonly type: string
  readonly created: number
  readonly account?: string
  readonly object: Stored
  readonly key?: string
}

export type Settings = {
  readonly salt: string
  readonly clockOffsetSeconds: number
  readonly webhook?: { readonly url: string; readonly secret: string }
}

/** One change of the world, written to the journal before anybody hears of it. */
export type Entry = {
  readonly sequence: number
  readonly put?: readonly Stored[]
  readonly hide?: readonly (readonly [string, Hidden])[]
  readonly events?: readonly SentEvent[]
  readonly answer?: { readonly key: string; readonly kept: KeptAnswer }
  readonly settings?: Settings
  /** Events that were received, or given up. */
  readonly delivered?: readonly string[]
}

export type World = {
  sequence: number
  settings: Settings
  readonly objects: Map<string, Stored>
  /** The state before the last change: what a reader that lags behind still sees. */
  readonly former: Map<string, Stored>
  readonly hidden: Map<string, Hidden>
  readonly answers: Map<string, KeptAnswer>
  readonly events: Map<string, SentEvent>
  readonly undelivered: Set<string>
}

export const emptyWorld = (salt: string): World => ({
  sequence: 0,
  settings: { salt, clockOffsetSeconds: 0 },
  objects: new Map(),
  former: new Map(),
  hidden: new Map(),
  answers: new Map(),
  events: new Map(),
  undelivered: new Set(),
})

/** Applies an entry; the same at its first time and when the journal is read again. */
export const apply = (world: World, entry: Entry): void => {
  world.sequence = entry.sequence
  if (entry.settings !== undefined) world.settings = entry.settings
  for (const object of entry.put ?? []) {
    const before = world.objects.get(object.id)
    if (before !== undefined) world.former.set(object.id, before)
    world.objects.set(object.id, object)
  }
  for (const [id, hidden] of entry.hide ?? []) world.hidden.set(id, hidden)
  for (const event of entry.events ?? []) {
    world.events.set(event.id, event)
    world.undelivered.add(event.id)
  }
  for (const id of entry.delivered ?? []) world.undelivered.delete(id)
  if (entry.answer !== undefined) world.answers.set(entry.answer.key, entry.answer.kept)
}

/** The whole world as one entry: what a journal that has grown long begins anew with. */
export const asEntries = (world: World): readonly Entry[] => {
  const { sequence, settings } = world
  const undelivered = world.undelivered
  const events = [...world.events.values()]
  return [
    {
      sequence,
      settings,
      put: [...world.objects.values()],
      hide: [...world.hidden],
      events,
      delivered: events.flatMap(({ id }) => (undelivered.has(id) ? [] : [id])),
    },
    ...[...world.answers].map(([key, kept]) => ({ sequence, answer: { key, kept } })),
  ]
}

export const isKind = <K extends Kind>(object: Stored, kind: K): object is StoredOf<K> =>
  object.object === kind

/** All of a kind, the newest first. */
export const allOf = <K extends Kind>(world: World, kind: K): StoredOf<K>[] =>
  [...world.objects.values()].filter((object) => isKind(object, kind)).reverse()

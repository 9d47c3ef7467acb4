import { createHash } from 'node:crypto'
import { missing } from './errors.ts'
import { allOf, isKind, type Entry, type Hidden, type SentEvent, type World } from './world.ts'
import type { Kind, Stored, StoredOf } from './stored.ts'

/** A request's view of the world: it reads what it has written itself, and nobody else does before it is in the journal. */
export type Draft = {
  /** Unix seconds of the simulator's clock. */
  readonly now: number
  readonly id: (prefix: string) => string
  readonly secret: (id: string) => string
  readonly get: <K extends Kind>(kind: K, id: string) => StoredOf<K>
  readonly find: <K extends Kind>(kind: K, id: string) => StoredOf<K> | undefined
  /** Whatever it is. */
  readonly any: (id: string) => Stored | undefined
  readonly all: <K extends Kind>(kind: K) => StoredOf<K>[]
  readonly hidden: (id: string) => Hidden
  readonly put: <S extends Stored>(object: S, hidden?: Hidden) => S
  readonly emit: (type: string, object: Stored, account?: string) => void
  readonly entry: () => Entry
}

const letters = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, '0').slice(0, length)

export const openDraft = (world: World, nowMs: number, key: string | undefined): Draft => {
  let { sequence } = world
  const { salt, clockOffsetSeconds } = world.settings
  const now = Math.floor(nowMs / 1000) + clockOffsetSeconds
  const puts = new Map<string, Stored>()
  const hides = new Map<string, Hidden>()
  const events: SentEvent[] = []
  const id = (prefix: string): string => {
    sequence += 1
    return `${prefix}_${salt}${sequence.toString(36).padStart(10, '0')}`
  }
  const find = <K extends Kind>(kind: K, wanted: string): StoredOf<K> | undefined => {
    const object = puts.get(wanted) ?? world.objects.get(wanted)
    return object !== undefined && isKind(object, kind) ? object : undefined
  }
  return {
    now,
    id,
    // Nobody can guess it who does not know the journal.
    secret: (of) => `${of}_secret_${letters(`${salt}:${of}`, 24)}`,
    find,
    any: (wanted) => puts.get(wanted) ?? world.objects.get(wanted),
    get: (kind, wanted) => {
      const object = find(kind, wanted)
      if (object === undefined) throw missing(kind, wanted)
      return object
    },
    all: (kind) => {
      const known = allOf(world, kind).map((object) => find(kind, object.id) ?? object)
      const fresh = [...puts.values()].filter((object) => isKind(object, kind))
      return [...fresh.filter(({ id: own }) => !world.objects.has(own)).reverse(), ...known]
    },
    hidden: (of) => hides.get(of) ?? world.hidden.get(of) ?? {},
    put: (object, hidden) => {
      puts.set(object.id, object)
      if (hidden !== undefined) hides.set(object.id, hidden)
      return object
    },
    emit: (type, object, account) => {
      events.push({
        id: id('evt'),
        type,
        created: now,
        object,
        ...(account === undefined ? {} : { account }),
        ...(key === undefined ? {} : { key }),
      })
    },
    entry: () => ({
      sequence,
      ...(puts.size === 0 ? {} : { put: [...puts.values()] }),
      ...(hides.size === 0 ? {} : { hide: [...hides] }),
      ...(events.length === 0 ? {} : { events }),
    }),
  }
}

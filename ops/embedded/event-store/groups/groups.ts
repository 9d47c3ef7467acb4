import { Mutex } from 'async-mutex'
import type { EventStoreNode } from '../core/node.ts'
import type { Entry } from '../store/log.ts'
import { streamOf } from '../store/record.ts'
import { createCheckpoints } from './checkpoints.ts'
import { followCommits } from './committed.ts'
import { ConfigUnreadable, createGroupConfig, type GroupEntry } from './config.ts'
import { createGroup, type Group } from './group.ts'
import { createParking } from './parking.ts'
import {
  groupKey,
  refusalOf,
  sourceName,
  type GroupSettings,
  type GroupSource,
} from './settings.ts'
import { openSource, targetOf } from './source.ts'

/** A group that is there, with what it was asked for. */
export type RunningGroup = { readonly entry: GroupEntry; readonly group: Group }

/** What came of a change. */
export type GroupOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly reason: string }

export type Wish = {
  readonly source: GroupSource
  readonly group: string
  readonly settings: GroupSettings
  /** Who asks. */
  readonly by: string
}

/** The persistent subscriptions of a node. Sources go by their names, `$all` for the log. */
export type Groups = {
  readonly create: (wish: Wish) => Promise<GroupOutcome>
  /** A group to `$all` keeps its filter. */
  readonly update: (wish: Wish) => Promise<GroupOutcome>
  readonly remove: (source: string, group: string, by: string) => Promise<GroupOutcome>
  /** Once the changes under way are made. */
  readonly find: (source: string, group: string) => Promise<RunningGroup | undefined>
  /** By source and name; undefined when there is none for the source asked for. */
  readonly list: (source?: string) => Promise<readonly RunningGroup[] | undefined>
  /** Stops all groups and starts them again from what is on disk. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

const done: GroupOutcome = { kind: 'done' }
const failed = (reason: string): GroupOutcome => ({ kind: 'failed', reason })

/** How often groups look at the time. */
const tickMs = 100

const byName = (one: RunningGroup, other: RunningGroup): number => {
  const [a, b] = [one, other].map(({ entry }) => [sourceName(entry.source), entry.group])
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

const keyOf = ({ source, group }: Pick<GroupEntry, 'source' | 'group'>): string =>
  groupKey(sourceName(source), group)

/** Starts the groups that the node's configuration names. */
export const createGroups = (node: EventStoreNode): Groups => {
  const config = createGroupConfig(node)
  const known = new Map<string, GroupEntry>()
  const running = new Map<string, RunningGroup>()
  const bySource = new Map<string, Set<Group>>()
  /** One change at a time. */
  const changing = new Mutex()
  /** Why nothing is known: what is in the configuration must not be written over then. */
  let unreadable: string | undefined
  let following: AbortController | undefined
  let ticking: NodeJS.Timeout | undefined

  const handle = (committed: Entry): void => {
    for (const name of [streamOf(committed.bytes), '$all']) {
      for (const group of bySource.get(name) ?? []) group.committed(committed)
    }
  }
  const tick = (): void => {
    for (const { group } of running.values()) group.tick()
  }
  /** The log is followed while there is a group, and costs nothing while there is none. */
  const follow = (): void => {
    if (following !== undefined) return
    following = new AbortController()
    void followCommits(node, handle, following.signal)
    ticking = setInterval(tick, tickMs)
  }
  const unfollow = (): void => {
    following?.abort()
    following = undefined
    clearInterval(ticking)
  }

  const refusal = ({
    source,
    settings,
  }: Pick<GroupEntry, 'source' | 'settings'>): string | undefined => {
    if (unreadable !== undefined) return unreadable
    try {
      openSource(node, source)
    } catch (error) {
      return String(error)
    }
    return refusalOf(source, settings, node.log.lastPosition() ?? 0)
  }
  const begin = (entry: GroupEntry): void => {
    const name = sourceName(entry.source)
    const key = keyOf(entry)
    known.set(key, entry)
    follow()
    const group = createGroup({
      settings: entry.settings,
      source: openSource(node, entry.source),
      resolve: (found) => (entry.settings.resolveLinks ? targetOf(node, found) : undefined),
      parking: createParking(node, key),
      checkpoints: createCheckpoints(node, key, entry.source),
      startBehind: entry.startBehind,
      now: node.now,
    })
    running.set(key, { entry, group })
    bySource.set(name, (bySource.get(name) ?? new Set()).add(group))
  }
  const end = ({ entry, group }: RunningGroup): void => {
    const name = sourceName(entry.source)
    running.delete(keyOf(entry))
    const others = bySource.get(name)
    others?.delete(group)
    if (others?.size === 0) bySource.delete(name)
    if (running.size === 0) unfollow()
  }
  const start = (): void => {
    known.clear()
    unreadable = undefined
    try {
      for (const entry of config.load()) {
        // One that another node made, with a filter that can't be used here, is kept and not run.
        if (refusal(entry) === undefined) begin(entry)
        else known.set(keyOf(entry), entry)
      }
    } catch (error) {
      if (!(error instanceof ConfigUnreadable)) throw error
      unreadable = error.message
    }
  }
  const stopAll = async (reason: 'dropped' | 'shutting-down'): Promise<void> => {
    const all = [...running.values()]
    for (const one of all) end(one)
    await Promise.all(all.map(({ group }) => group.stop(reason)))
  }

  const startBehindOf = ({ source, settings }: Wish): number =>
    settings.startFrom === 'end' ? openSource(node, source).end() : settings.startFrom - 1
  /** Writes what is known, with one entry changed or left out. */
  const save = async (key: string, entry: GroupEntry | undefined, by: string) => {
    const changed = new Map(known)
    if (entry === undefined) changed.delete(key)
    else changed.set(key, entry)
    try {
      await config.save([...changed.values()], by)
      return done
    } catch (error) {
      return failed(String(error))
    }
  }

  start()
  return {
    create: (wish) =>
      changing.runExclusive(async () => {
        const { source, group, settings, by } = wish
        const key = keyOf(wish)
        if (known.has(key)) return { kind: 'exists' }
        const reason = refusal(wish)
        if (reason !== undefined) return failed(reason)
        const entry = { source, group, settings, startBehind: startBehindOf(wish) }
        const saved = await save(key, entry, by)
        if (saved.kind === 'done') begin(entry)
        return saved
      }),
    update: (wish) =>
      changing.runExclusive(async () => {
        const { settings, by } = wish
        const key = keyOf(wish)
        const old = running.get(key)
        if (old === undefined) return { kind: 'missing' }
        const reason = refusal({ source: old.entry.source, settings })
        if (reason !== undefined) return failed(reason)
        // "The end" stays what it was: what has come since is not lost by a change of something else.
        const moved = old.entry.settings.startFrom !== settings.startFrom
        const startBehind = moved ? startBehindOf(wish) : old.entry.startBehind
        const entry = { ...old.entry, settings, startBehind }
        const saved = await save(key, entry, by)
        if (saved.kind !== 'done') return saved
        end(old)
        await old.group.stop('dropped')
        begin(entry)
        return saved
      }),
    remove: (source, group, by) =>
      changing.runExclusive(async () => {
        const key = groupKey(source, group)
        if (!known.has(key)) return { kind: 'missing' }
        const saved = await save(key, undefined, by)
        if (saved.kind !== 'done') return saved
        known.delete(key)
        const old = running.get(key)
        if (old !== undefined) {
          end(old)
          await old.group.remove()
        }
        return saved
      }),
    find: async (source, group) => {
      await changing.waitForUnlock()
      return running.get(groupKey(source, group))
    },
    list: async (source) => {
      await changing.waitForUnlock()
      const all = [...running.values()].sort(byName)
      if (source === undefined) return all
      const found = all.filter(({ entry }) => sourceName(entry.source) === source)
      return found.length === 0 ? undefined : found
    },
    restart: () =>
      changing.runExclusive(async () => {
        await stopAll('dropped')
        start()
      }),
    close: () => changing.runExclusive(() => stopAll('shutting-down')),
  }
}

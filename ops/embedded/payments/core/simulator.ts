import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dueWork } from '../objects/due.ts'
import { openDraft, type Draft } from './draft.ts'
import { openJournal, rewriteJournal } from './journal.ts'
import { apply, asEntries, emptyWorld, type Entry, type World } from './world.ts'

export type SimulatorOptions = {
  readonly directory: string
  /** Distinguishes the ids of one directory from those of another. Default: drawn once, and kept. */
  readonly salt?: string
  readonly now?: () => number
}

/** The vendor's books: one world, and the journal that it can be told again from. */
export type Simulator = {
  readonly world: World
  readonly now: () => number
  /** Runs a change and writes it down. Nothing of it is told to anybody before it resolves. */
  readonly commit: <Result>(change: (draft: Draft) => Result, key?: string) => Promise<Result>
  readonly write: (entry: Partial<Entry>) => Promise<void>
  /** Resolves when all that a reader may have seen is on disk. */
  readonly settled: () => Promise<void>
  /** Does what has fallen due: authorisations lapse, payouts arrive. */
  readonly tick: () => Promise<void>
  readonly onChange: (listener: () => void) => void
  readonly close: () => Promise<void>
}

/** A journal that has this many lines when it is opened begins anew with what they came to. */
const longestJournal = 20_000

/** Keys keep their meaning for a day, as the vendor's do. */
const keySeconds = 86_400

export const openSimulator = (options: SimulatorOptions): Simulator => {
  const { directory, salt = randomBytes(4).toString('hex'), now = Date.now } = options
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'journal.ndjson')
  const world = emptyWorld(salt)
  let journal = openJournal<Entry>(path, (entry) => apply(world, entry))
  if (journal.lines > longestJournal) {
    forgetOldKeys(world, now())
    void journal.close()
    rewriteJournal(path, asEntries(world))
    journal = openJournal<Entry>(path, () => undefined)
  }
  const listeners: (() => void)[] = []
  const keep = async (entry: Entry): Promise<void> => {
    apply(world, entry)
    await journal.append(entry)
    for (const heard of listeners) heard()
  }
  if (journal.lines === 0) void keep({ sequence: 0, settings: world.settings })
  const commit: Simulator['commit'] = async (change, key) => {
    const draft = openDraft(world, now(), key)
    const result = change(draft)
    await keep(draft.entry())
    return result
  }
  return {
    world,
    now,
    commit,
    write: (entry) => keep({ sequence: world.sequence, ...entry }),
    settled: () => journal.settled(),
    tick: async () => {
      const draft = openDraft(world, now(), undefined)
      if (dueWork(draft)) await keep(draft.entry())
    },
    onChange: (listener) => void listeners.push(listener),
    close: () => journal.close(),
  }
}

const forgetOldKeys = (world: World, nowMs: number): void => {
  const oldest = nowMs / 1000 + world.settings.clockOffsetSeconds - keySeconds
  for (const [key, { at }] of world.answers) if (at < oldest) world.answers.delete(key)
}

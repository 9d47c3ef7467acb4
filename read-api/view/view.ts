import type { Cache } from '../../platform/cache/cache.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { Freshness } from '../../platform/positions/positions.ts'
import type { AuditBook } from '../../platform/audit/port.ts'
import type { HubInsight } from '../../platform/operations/insight.ts'
import { createPast, type Past } from '../history/past.ts'
import type { ReadHistory } from '../history/port.ts'
import type { ReadRules } from '../rules.ts'
import type { Changes } from '../subscriptions/changes.ts'
import type { Caller } from './caller.ts'
import type { ReadDb } from './db.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/** What the resolvers of one operation work with: one caller, one generation, reads shared among them. */
export type View = {
  readonly caller: Caller
  readonly db: ReadDb
  readonly clock: Clock
  readonly rules: ReadRules
  readonly changes: Changes
  /** What only the log and the sagas know. */
  readonly insight: HubInsight
  /** What the audit proves. */
  readonly audit: AuditBook
  readonly freshness: Freshness
  readonly loaders: Loaders
  readonly history: ReadHistory
  /** The rows of this operation that are not of today. */
  readonly past: Past
}

/** The context of every resolver. */
export type ReadContext = { readonly view: View }

export type ViewSource = Pick<
  View,
  'clock' | 'rules' | 'changes' | 'insight' | 'audit' | 'history'
> & {
  readonly cache: Cache
  /** The tables of a generation. */
  readonly tables: (generation: number) => ReadDb
}

export const openView = (source: ViewSource, caller: Caller, freshness: Freshness): View => {
  const { clock, rules, changes, insight, audit, history, cache, tables } = source
  const db = tables(freshness.generation)
  const loaders = createLoaders({ db, cache, caller, freshness, insight })
  const past = createPast()
  return { caller, db, clock, rules, changes, insight, audit, freshness, loaders, history, past }
}

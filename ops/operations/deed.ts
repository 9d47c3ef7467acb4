import type { Pool } from 'pg'
import type { Services } from '../../commands/shared/services.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { DeedOrder, DeedOutcome, DeedWish, DryRun } from '../../platform/operations/port.ts'

export type DeedParts = {
  readonly services: Services
  readonly pool: Pool
  readonly cache: Pick<Cache, 'delete'>
}

/**
 * One deed of operators. `preview` says what would happen and writes nothing; `perform` does it, once under the action's id
 * however often it is called: it may be killed at any moment.
 */
export type Deed = {
  readonly preview: (wish: DeedWish, parts: DeedParts) => Promise<DryRun | Failure>
  readonly perform: (order: DeedOrder, parts: DeedParts) => Promise<DeedOutcome>
}

export const done = (detail: string): DeedOutcome => ({ outcome: 'DONE', detail })
export const failed = (detail: string): DeedOutcome => ({ outcome: 'FAILED', detail })
export const notFound = (detail: string): Failure => ({ code: 'NOT_FOUND', detail })

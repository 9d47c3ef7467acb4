import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { ReadModelTables } from '../../projections/tables.ts'
import { type Caller, mayRead, seesAll } from '../view/caller.ts'

/**
 * The jobs that a caller may see: those of the own organisation, and those on its own devices. Every read of jobs goes
 * through here, so that no path to a job forgets it.
 */
export const jobIsVisible =
  (caller: Caller) =>
  (
    where: ExpressionBuilder<ReadModelTables, 'jobs'>,
  ): ExpressionWrapper<ReadModelTables, 'jobs', SqlBool> => {
    if (!mayRead(caller, 'jobs:read')) return where(sql.lit(false), '=', sql.lit(true))
    if (seesAll(caller.principal)) return where(sql.lit(true), '=', sql.lit(true))
    const { organisation, roles } = caller.principal
    const own = where('jobs.organisation', '=', organisation)
    return roles.includes('provider')
      ? where.or([own, where('jobs.provider_organisation', '=', organisation)])
      : own
  }

export const quoteIsVisible =
  (caller: Caller) =>
  (
    where: ExpressionBuilder<ReadModelTables, 'quotes'>,
  ): ExpressionWrapper<ReadModelTables, 'quotes', SqlBool> => {
    if (!mayRead(caller, 'jobs:read')) return where(sql.lit(false), '=', sql.lit(true))
    if (seesAll(caller.principal)) return where(sql.lit(true), '=', sql.lit(true))
    return where('quotes.organisation', '=', caller.principal.organisation)
  }

import { type RawBuilder, sql } from 'kysely'
import { type Caller, mayRead, type ReadScope, seesAll } from './caller.ts'
import type { Principal } from '../../platform/auth/principal.ts'

/**
 * Which rows a caller may see: none for nobody, or without the scope; all for operators; else those that the condition
 * gives to the principal.
 */
export const visible = (
  caller: Caller,
  scope: ReadScope | undefined,
  condition: (principal: Principal) => RawBuilder<boolean>,
): RawBuilder<boolean> => {
  if (caller.kind === 'anonymous') return sql`false`
  if (scope !== undefined && !mayRead(caller, scope)) return sql`false`
  return seesAll(caller.principal) ? sql`true` : condition(caller.principal)
}

/** Rows whose column names the organisation that the principal acts for. */
export const ownedBy =
  (column: string) =>
  ({ organisation }: Principal): RawBuilder<boolean> =>
    sql`${sql.ref(column)} = ${organisation}`

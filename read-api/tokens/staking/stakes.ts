import { type RawBuilder, sql } from 'kysely'
import type { ChainEntryRow } from '../../../projections/tokens/chain/tables.ts'
import { creationOrder } from '../../pagination/creation.ts'
import { takePage, type PageRequest } from '../../pagination/keyset.ts'
import type { ReadDb } from '../../view/db.ts'

/** What one address has on one computer: the sum of all that the contract said and that is final, and what is not yet. */
export type StakeRow = {
  readonly chain: string
  readonly device_id: string | null
  readonly computer_id: string
  readonly staker: string
  readonly staked: string
  readonly cooling: string
  /** Changes of both together that may still go. */
  readonly unconfirmed: string
  readonly slashed: string
  readonly available_at: string | null
}
export type StakesOf = {
  readonly chain?: string | undefined
  readonly staker?: string | undefined
  readonly computerId?: string | undefined
}

/** The device that a contract names: the 16 bytes of its id, then zeros. Null for what is no device of the hub. */
const deviceNamed = (bytes: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`case when ${bytes} ~ '^0x[0-9a-f]{32}0{32}$' then substr(${bytes}, 3, 32)::uuid end`

/** Stakes that are shown at once; a computer has few that back it. */
export const mostStakes = 100

export const readStakes = async (
  db: ReadDb,
  { chain, staker, computerId }: StakesOf,
): Promise<readonly StakeRow[]> => {
  const { rows } = await sql<StakeRow>`
    with said as (
      select chain, status = 'FINALISED' as is_final, event,
        arguments->>'deviceId' as computer_id, arguments->>'staker' as staker,
        coalesce((arguments->>'amount')::numeric, 0) as amount,
        coalesce((arguments->>'fromUnbonding')::numeric, 0) as from_cooling,
        (arguments->>'availableAt')::numeric as available_at
      from chain_entries
      where contract = 'STAKING' and status <> 'ORPHANED'
        and event in ('Staked', 'UnstakeRequested', 'Unstaked', 'Slashed')
        and (${chain ?? null}::text is null or chain = ${chain ?? null})
        and (${staker ?? null}::text is null or arguments->>'staker' = ${staker ?? null})
        and (${computerId ?? null}::text is null or arguments->>'deviceId' = ${computerId ?? null})
    ), moved as (
      select *,
        case event when 'Staked' then amount when 'UnstakeRequested' then -amount
          when 'Slashed' then from_cooling - amount else 0 end as of_stake,
        case event when 'UnstakeRequested' then amount when 'Unstaked' then -amount
          when 'Slashed' then -from_cooling else 0 end as of_cooling
      from said
    )
    select chain, computer_id, ${deviceNamed(sql.ref('computer_id'))} as device_id, staker,
      (coalesce(sum(of_stake) filter (where is_final), 0))::text as staked,
      (coalesce(sum(of_cooling) filter (where is_final), 0))::text as cooling,
      (coalesce(sum(of_stake + of_cooling) filter (where not is_final), 0))::text as unconfirmed,
      (coalesce(sum(amount) filter (where is_final and event = 'Slashed'), 0))::text as slashed,
      (max(available_at) filter (where is_final))::text as available_at
    from moved group by chain, computer_id, staker
    order by chain, computer_id, staker limit ${mostStakes}`.execute(db)
  return rows
}

export type StakeMovementRow = Pick<
  ChainEntryRow,
  | 'entry_id'
  | 'chain'
  | 'event'
  | 'arguments'
  | 'status'
  | 'transaction_hash'
  | 'block_at'
  | 'created_position'
> & { readonly device_id: string | null }
export const movementOrder = creationOrder('stake.movements')

export const readMovements = async (
  db: ReadDb,
  staker: string,
  page: PageRequest,
): Promise<readonly StakeMovementRow[]> =>
  takePage(
    db
      .selectFrom('chain_entries')
      .select([
        'entry_id',
        'chain',
        'event',
        'arguments',
        'status',
        'transaction_hash',
        'block_at',
        'created_position',
        deviceNamed(sql`(arguments->>'deviceId')`).as('device_id'),
      ])
      .where('contract', '=', 'STAKING')
      .where(sql<boolean>`arguments->>'staker' = ${staker}`),
    page,
  ).execute()

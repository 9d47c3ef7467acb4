import { sql } from 'kysely'
import type { ChainEntryRow } from '../../../projections/tokens/chain/tables.ts'
import type { View } from '../../view/view.ts'

const numberOf = ({ arguments: said }: ChainEntryRow): string => said['proposalId'] ?? ''

/** What the governor said of proposals and stands in a block, as far as anybody knows. */
export const governorEntries = (db: View['db'], event: string) =>
  db
    .selectFrom('chain_entries')
    .selectAll()
    .where('contract', '=', 'GOVERNOR')
    .where('event', '=', event)
    .where('status', '!=', 'ORPHANED')

export const proposals = (db: View['db']) => governorEntries(db, 'ProposalCreated')

/** Entries about one proposal. */
export const about = (db: View['db'], proposal: ChainEntryRow, event: string) =>
  governorEntries(db, event)
    .where('chain', '=', proposal.chain)
    .where(sql<string>`arguments ->> 'proposalId'`, '=', numberOf(proposal))

/** When the governor last said this of a proposal. */
export const saidAt = async (
  db: View['db'],
  proposal: ChainEntryRow,
  event: string,
): Promise<ChainEntryRow | undefined> =>
  about(db, proposal, event).orderBy('created_position', 'desc').limit(1).executeTakeFirst()

export type Tally = { readonly against: string; readonly for: string; readonly abstain: string }

/** The weights that were cast, in the smallest unit of QVT. */
export const tallyOf = async (db: View['db'], proposal: ChainEntryRow): Promise<Tally> => {
  const rows = await about(db, proposal, 'VoteCast')
    .clearSelect()
    .select([
      sql<string>`arguments ->> 'support'`.as('support'),
      sql<string>`sum((arguments ->> 'weight')::numeric)::text`.as('weight'),
    ])
    .groupBy(sql`arguments ->> 'support'`)
    .execute()
  const of = (support: string): string => rows.find((row) => row.support === support)?.weight ?? '0'
  return { against: of('0'), for: of('1'), abstain: of('2') }
}

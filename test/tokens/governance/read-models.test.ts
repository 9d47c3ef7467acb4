import t from 'tap'
import { chainEntry } from '../../../domain/tokens/chain/entry.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import type { ReadModelTables } from '../../../projections/tables.ts'
import { about, proposals, saidAt, tallyOf } from '../../../read-api/tokens/governance/reads.ts'
import { readTransaction } from '../../../read-api/tokens/transactions/reads.ts'
import { createRecorder } from '../../read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../read-models/rows.ts'
import { idOf } from '../../read-models/samples.ts'
import { play } from '../../read-models/steps.ts'
import { startTestPostgres } from '../../servers/postgres.ts'

const server = await startTestPostgres()
const { pool, db, close } = await connectPostgres<ReadModelTables>(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const recorder = createRecorder()
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`
let said = 0
/** The governor says something, which stands in a block or did. */
const governorSays = (
  event: string,
  texts: Readonly<Record<string, string>>,
  chain = 'local',
): string => {
  said += 1
  const entryId = idOf('governor', said.toString())
  const block = { number: said.toString(), hash: hash(said), at: '2026-01-01T00:00:00.000Z' }
  recorder.record(chainEntry, entryId, {
    type: 'SeeEntry',
    entry: {
      ...{ entryId, chain, contract: 'GOVERNOR', event, block, ordinal: 0 },
      ...{ arguments: { ...texts }, transactionHash: hash(1_000 + said) },
    },
  })
  return entryId
}
const vote = (proposalId: string, support: string, weight: string, chain?: string) =>
  governorSays('VoteCast', { proposalId, support, weight, voter: hash(said) }, chain)

t.test(
  'what the chains say of proposals, each vote of its own, and none whose block is gone',
  async (t) => {
    const large = (10n ** 26n).toString()
    const one = governorSays('ProposalCreated', { proposalId: '11', description: 'one' })
    governorSays('ProposalCreated', { proposalId: '12', description: 'two' })
    vote('11', '1', large)
    vote('11', '1', '5')
    vote('11', '0', '7')
    vote('12', '0', '9')
    vote('11', '1', '1', 'other')
    const gone = vote('11', '2', '100')
    recorder.record(chainEntry, gone, { type: 'OrphanEntry' })
    governorSays('ProposalQueued', { proposalId: '11', etaSeconds: '1767225600' })
    play(recorder, ['transactionAsked', 'transactionNonce', 'transactionSigned', 'transactionSent'])
    play(recorder, ['commissionDecided', 'nonsenseDecided', 'commissionDecidedAgain'])
    await emptyRows(pool)
    await (await applierOn(pool)).apply(recorder.events)

    const rows = await proposals(db).orderBy('created_position').execute()
    t.match(rows, [{ entry_id: one, arguments: { description: 'one' } }, {}])
    const [proposal, other] = rows
    if (proposal === undefined || other === undefined) throw new Error('there are two proposals')
    t.same(await tallyOf(db, proposal), {
      ...{ for: (10n ** 26n + 5n).toString(), against: '7', abstain: '0' },
    })
    t.same(await tallyOf(db, other), { for: '0', against: '9', abstain: '0' })
    t.equal((await about(db, proposal, 'VoteCast').execute()).length, 3)
    t.match(await saidAt(db, proposal, 'ProposalQueued'), {
      arguments: { etaSeconds: '1767225600' },
    })
    t.equal(await saidAt(db, other, 'ProposalQueued'), undefined)
  },
)

t.test('a transaction of the hub, and what was decided', async (t) => {
  const transactionId = idOf('chain transaction', '1')
  t.match(await readTransaction(db, transactionId), {
    ...{ status: 'SEEN', nonce: 3, attempts: 1, max_fee: '100', head_number: null },
    arguments: ['0x00000000000000000000000000000000000000b2', '5'],
  })
  t.match(await select(pool, 'hub_parameters', 'name'), [{ name: 'commission', value: '300' }])
})

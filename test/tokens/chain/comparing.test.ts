import t from 'tap'
import { load } from '../../../commands/shared/load.ts'
import { change } from '../../../commands/shared/change.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { findingIdOf } from '../../../commands/billing/reconciliation/run-reconciliation.ts'
import { compareBalances } from '../../../commands/tokens/chain/compare-balances.ts'
import { journal } from '../../../domain/billing/ledger/journal.ts'
import { credit, debit } from '../../../domain/billing/ledger/postings.ts'
import { reconciliationFinding } from '../../../domain/billing/reconciliation/finding.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { idNamed, idNumber } from '../../kit/given-when-then/meta.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { contextOf } from '../../kit/services.ts'
import { startTestChain } from '../../servers/chain.ts'
import { followInto } from './world.ts'

/** The ledger against a real chain. */
const chain = await startTestChain()
t.teardown(chain.stop)

t.test(
  'what the ledger does not say of the treasury becomes a finding, and goes with it',
  async (t) => {
    await chain.mine(3)
    const follower = followInto(memoryLog(), chain.port, chain.treasury.address)
    const services = { ...follower.services, chainKeys: chain.keys }
    const { eventStore, foldCache } = services
    await follower.settle()
    let runs = 0
    const compare = () => execute(services, compareBalances, {}, contextOf(idNumber((runs += 1))))
    const status = async () => {
      const id = findingIdOf({ code: 'CHAIN_BALANCE_DIFFERS', subject: qvt })
      const { state } = await load(eventStore, foldCache, reconciliationFinding, id)
      return state.kind === 'absent' ? undefined : state.status
    }
    const held = await readContract(chain.port, 'QVT', 'balanceOf', [chain.treasury.address])
    const amount = held.kind === 'found' ? (held.value[0] ?? '') : ''
    const differs = { ours: '0', theirs: amount, difference: `-${amount}` }

    t.match(await compare(), { kind: 'done', answer: { ...differs, isConfirmed: false } })
    t.equal(await status(), undefined, 'it may be on its way')
    t.match(await compare(), { kind: 'done', answer: { ...differs, isConfirmed: true } })
    t.equal(await status(), 'OPEN')

    const legs = [
      ...debit('chain_clearing', BigInt(amount)),
      ...credit('token_reserve', BigInt(amount)),
    ]
    const entryId = idNamed('entry')
    const command = { type: 'RecordEntry', entryId, asset: qvt, legs, reason: 'minted' } as const
    const entered = await change(
      services,
      contextOf(idNamed('book')),
      'input',
      journal,
      entryId,
      command,
    )
    t.ok('stream' in entered)
    t.match(await compare(), { answer: { ours: amount, theirs: amount, difference: '0' } })
    t.equal(await status(), 'CLEARED')
  },
)

t.test('a chain that does not answer is not one that holds nothing', async (t) => {
  const silent = { ...chain.port, call: async () => ({ kind: 'unanswered', reason: '' }) as const }
  const log = memoryLog()
  const follower = followInto(log, silent, chain.treasury.address)
  await follower.settle()
  const services = { ...follower.services, chainKeys: chain.keys }
  const outcome = await execute(services, compareBalances, {}, contextOf(idNamed('silent')))
  t.match(outcome, { kind: 'failed', failure: { code: 'UNAVAILABLE' } })
})

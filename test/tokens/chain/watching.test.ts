import t from 'tap'
import { execute } from '../../../commands/shared/execute.ts'
import { resumeChain } from '../../../commands/tokens/chain/resume-chain.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import { idNumber } from '../../kit/given-when-then/meta.ts'
import { contextOf } from '../../kit/services.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { startTestChain } from '../../servers/chain.ts'
import { followInto, type Follower } from './world.ts'

/** The hub follows a real chain, with real reorganisations. */
const chain = await startTestChain()
t.teardown(chain.stop)
const treasury = chain.treasury.address
const alice = await chain.account(1_000n)
const bob = await chain.account()

const follow = (port: ChainPort = chain.port, log = memoryLog()) => followInto(log, port, treasury)

const shown = async (follower: Follower) =>
  (await follower.entries()).map(({ status, entry }) => ({
    ...{ status, contract: entry.contract, event: entry.event, seen: entry.observation },
  }))
let resumed = 0
const resume = (follower: Follower, input: object) => {
  const wish = { chain: 'local', reason: 'looked at it', ...input }
  return execute(follower.services, resumeChain, wish, contextOf(idNumber((resumed += 1))))
}
const failed = (code: string) => ({ kind: 'failed', failure: { code } })
const transfer = (value: string) => chain.send(alice, 'QVT', 'transfer', [treasury, value])

t.test(
  'what the contracts said from their first block on is seen, and comes to rest',
  async (t) => {
    const follower = follow()
    t.match(await follower.settle(), { kind: 'IDLE' })
    const before = (await follower.entries()).length
    const hash = await transfer('5')
    await follower.settle()
    const seen = (await follower.entries()).slice(before)
    t.match(seen, [
      {
        status: 'SEEN',
        entry: {
          ...{ contract: 'QVT', event: 'Transfer', transactionHash: hash, ordinal: 0 },
          arguments: { from: alice.address, to: treasury, value: '5' },
          observation: 1,
        },
      },
    ])
    await chain.mine()
    await follower.settle()
    t.match((await shown(follower)).at(-1), { status: 'SAFE' })
    await chain.mine()
    await follower.settle()
    t.match((await shown(follower)).at(-1), { status: 'FINALISED' })
  },
)

t.test('what is between others is not the hub’s business', async (t) => {
  const follower = follow()
  await follower.settle()
  const before = (await follower.entries()).length
  await chain.send(alice, 'QVT', 'transfer', [bob.address, '1'])
  await chain.send(alice, 'QVT', 'approve', [treasury, '1'])
  await follower.settle()
  t.equal((await follower.entries()).length, before)
})

t.test(
  'blocks that go take with them what they held; seen again, it is the same entry',
  async (t) => {
    await chain.mine(3)
    const follower = follow()
    await follower.settle()
    const before = (await follower.entries()).length
    const snapshot = await chain.ask('evm_snapshot', [])
    await transfer('7')
    await follower.settle()
    t.match((await shown(follower)).slice(before), [{ status: 'SEEN', seen: 1 }])
    await chain.reorganise(1)
    t.match(await follower.settle(), { kind: 'IDLE' })
    const [gone] = (await follower.entries()).slice(before)
    t.match(gone, { status: 'ORPHANED', entry: { observation: 1 } })
    // Anvil gives the transaction back to nobody: its sender sends the same again.
    await chain.ask('evm_revert', [snapshot])
    await transfer('7')
    await chain.mine(3)
    await follower.settle()
    const [again] = (await follower.entries()).slice(before)
    t.match(again, { status: 'FINALISED', entry: { observation: 2, entryId: gone?.entry.entryId } })
  },
)

t.test('a node that goes back is waited for, whatever it shows', async (t) => {
  await chain.mine(3)
  const follower = follow()
  await transfer('3')
  await follower.settle()
  const { window } = await follower.followed()
  const behind = BigInt(window[0].number)
  const lagging: ChainPort = {
    ...chain.port,
    heads: async () => {
      const latest = await chain.port.header(behind)
      return latest.kind === 'found'
        ? { kind: 'found', value: { latest: latest.value, safe: null, finalised: null } }
        : latest
    },
  }
  const log = memoryLog()
  const ahead = follow(chain.port, log)
  await ahead.settle()
  const events = log.all.length
  t.match(await follow(lagging, log).settle(), { kind: 'RESTED', why: 'NODE_BEHIND' })
  t.equal(log.all.length, events)
})

t.test(
  'what was final and goes halts the chain, until an operator says from where on',
  async (t) => {
    await chain.mine(3)
    const follower = follow()
    await transfer('9')
    await chain.mine(4)
    await follower.settle()
    await chain.reorganise(6)
    t.match(await follower.settle(), { kind: 'RESTED', why: 'HALTED' })
    t.match((await follower.followed()).halted, { code: 'TOO_DEEP' })

    const { number } = (await follower.followed()).window[0]
    t.match(await resume(follower, { fromBlock: 1_000_000 }), failed('UNAVAILABLE'))
    await chain.mine(20)
    t.match(await resume(follower, { fromBlock: Number(number) + 18 }), failed('CHAIN_BLOCK_AHEAD'))
    t.match(await resume(follower, {}), { kind: 'done' }, 'its node may be right again')
    t.match(await follower.settle(), { kind: 'RESTED', why: 'HALTED' }, 'it is not')
    const from = Number(number) - 3
    t.match(await resume(follower, { fromBlock: from }), { answer: { block: String(from) } })
    t.match(await follower.settle(), { kind: 'IDLE' })
    t.match((await follower.followed()).halted, undefined)
    t.match(await resume(follower, {}), failed('CHAIN_NOT_HALTED'))
  },
)

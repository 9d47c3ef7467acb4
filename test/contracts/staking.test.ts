import t from 'tap'
import { contractIdOf } from '../../platform/chain/contracts/deploy.ts'
import { readContract } from '../../platform/chain/contracts/call.ts'
import { startTestChain } from '../servers/chain.ts'
import { refusal } from './refusal.ts'

const chain = await startTestChain()
t.teardown(chain.stop)
const { settings, send, operator, treasury } = chain
const { contracts } = settings
const computer = contractIdOf('computer')
const owner = await chain.account(1_000n)
const backer = await chain.account(3_000n)
await send(operator, 'REGISTRY', 'register', [computer, owner.address, '100'])
for (const wallet of [owner, backer])
  await send(wallet, 'QVT', 'approve', [contracts.staking, '1000000'])

const number = async (
  contract: 'QVT' | 'STAKING',
  method: string,
  ...texts: readonly string[]
): Promise<number> => {
  const answer = await readContract(chain.port, contract, method, texts)
  return answer.kind === 'found' ? Number(answer.value[0]) : Number.NaN
}

t.test('rewards accrue by the second, by share, and end with the pool', async (t) => {
  await send(owner, 'STAKING', 'stake', [computer, '1000'])
  await send(backer, 'STAKING', 'stake', [computer, '3000'])
  await send(treasury, 'STAKING', 'fund', ['500'])
  await send(operator, 'STAKING', 'setRewardRate', ['1'])
  await chain.passTime(100)
  const [mine, theirs] = [
    await number('STAKING', 'earned', owner.address),
    await number('STAKING', 'earned', backer.address),
  ]
  // The chain's clock may have ticked between the transactions.
  t.ok(mine >= 24 && mine <= 27, `a quarter of about a hundred: ${mine}`)
  t.ok(theirs >= 3 * mine && theirs <= 3 * mine + 3, `three times as much: ${theirs}`)
  await chain.passTime(10_000)
  await send(backer, 'STAKING', 'claim', [])
  t.equal(await number('QVT', 'balanceOf', backer.address), 375)
  await chain.passTime(10_000)
  t.equal(await number('STAKING', 'earned', backer.address), 0)
  t.equal(await number('STAKING', 'principal'), 4000)
})

t.test('a stake comes back after its cooldown, and earns nothing meanwhile', async (t) => {
  await send(backer, 'STAKING', 'requestUnstake', [computer, '1000'])
  t.match(await refusal(chain, backer, 'STAKING', 'unstake', [computer]), /^CooldownRuns/)
  await chain.passTime(3_601)
  await send(backer, 'STAKING', 'unstake', [computer])
  t.equal(await number('QVT', 'balanceOf', backer.address), 1375)
  t.match(await refusal(chain, backer, 'STAKING', 'unstake', [computer]), /^AmountMissing/)
  t.match(
    await refusal(chain, backer, 'STAKING', 'requestUnstake', [computer, '2001']),
    /^StakeTooSmall/,
  )
})

t.test("a slash takes the operator's own, what waits included, and each reason once", async (t) => {
  await send(owner, 'STAKING', 'requestUnstake', [computer, '600'])
  const held = await number('QVT', 'balanceOf', contracts.staking)
  const reason = contractIdOf('a reservation that failed')
  await send(operator, 'STAKING', 'slash', [computer, '700', reason])
  t.equal(held - (await number('QVT', 'balanceOf', contracts.staking)), 700)
  t.equal(await number('STAKING', 'stakes', computer, owner.address), 0)
  t.equal(await number('STAKING', 'unbondings', computer, owner.address), 300)
  t.equal(await number('STAKING', 'stakes', computer, backer.address), 2000)
  t.match(
    await refusal(chain, operator, 'STAKING', 'slash', [computer, '1', reason]),
    /^SlashedAlready/,
  )
})

t.test('nothing is staked on a computer that is out of service', async (t) => {
  await send(operator, 'REGISTRY', 'change', [computer, owner.address, '100', 'false'])
  t.match(await refusal(chain, backer, 'STAKING', 'stake', [computer, '1']), /^ComputerInactive/)
})

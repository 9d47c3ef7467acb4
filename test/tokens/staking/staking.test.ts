import t from 'tap'
import { beginRewardEpoch } from '../../../commands/tokens/rewards/begin-epoch.ts'
import { claimReward } from '../../../commands/tokens/rewards/claim-reward.ts'
import { contestSlashing } from '../../../commands/tokens/staking/contest-slashing.ts'
import { decideSlashing } from '../../../commands/tokens/staking/decide-slashing.ts'
import { fundStakingPool } from '../../../commands/tokens/staking/fund-pool.ts'
import { registerComputer } from '../../../commands/tokens/staking/register-computer.ts'
import { setStakingRate } from '../../../commands/tokens/staking/set-rate.ts'
import { rewardEpochs } from '../../../domain/tokens/rewards/epochs.ts'
import { bytes32OfId } from '../../../domain/tokens/staking/computer-id.ts'
import { computerKeyOf, quantumComputer } from '../../../domain/tokens/staking/computer.ts'
import { slashing } from '../../../domain/tokens/staking/slashing.ts'
import { derivedId, newId } from '../../../platform/ids/ids.ts'
import { openStakingWorld } from './world.ts'

t.setTimeout(120_000)
const world = await openStakingWorld()
t.teardown(world.close)
const { chain, key, run, stateOf, final, read } = world
const qvt = (amount: number): string => `${amount}${'0'.repeat(18)}`
const operators = newId()
const owner = await world.provider()
const { deviceId, organisation, address } = owner
const computerId = bytes32OfId(deviceId)
const addressOfStaking = chain.settings.contracts.staking

const currentEpoch = async () => (await stateOf(rewardEpochs, key)).current

t.test('a computer is registered by its owner, with an address of theirs', async (t) => {
  const wish = { deviceId, chain: key, operator: address, capacity: 43_200 }
  const refused = async (changes: Partial<typeof wish>, by = organisation, scopes = ['*']) => {
    const done = await run(registerComputer, { ...wish, ...changes }, by, scopes)
    return done.kind === 'failed' ? done.failure.code : done.kind
  }
  t.equal(await refused({ chain: 'nowhere' }), 'CHAIN_UNKNOWN')
  t.equal(await refused({ operator: chain.treasury.address }), 'ADDRESS_NOT_LINKED')
  t.equal(await refused({}, newId(), ['devices:write']), 'NOT_FOUND')
  t.equal(await refused({}), 'done')
  t.equal(await refused({ capacity: 5 }), 'REGISTRATION_UNDER_WAY')
  const state = await final(async () => {
    const found = await stateOf(quantumComputer, computerKeyOf(key, deviceId))
    return found.registered === undefined ? undefined : found
  })
  t.strictSame(state.registered, { operator: address, capacity: 43_200, active: true })
  t.equal(state.asked, undefined)
  t.strictSame(await read('REGISTRY', 'operatorOf', computerId), [address])
})

t.test('its operator stakes, and earns by the second out of the pool', async (t) => {
  await chain.send(owner.wallet, 'QVT', 'approve', [addressOfStaking, qvt(100)])
  await chain.send(owner.wallet, 'STAKING', 'stake', [computerId, qvt(100)])
  await run(fundStakingPool, { chain: key, amount: qvt(50) }, operators)
  await run(setStakingRate, { chain: key, perSecond: qvt(1) }, operators)
  await final(async () => {
    const [rate] = await read('STAKING', 'rewardPerSecond')
    const [pool = '0', owed = '0'] = [
      ...(await read('STAKING', 'pool')),
      ...(await read('STAKING', 'owed')),
    ]
    return rate === qvt(1) && BigInt(pool) + BigInt(owed) > 0n ? true : undefined
  })
  await chain.passTime(10)
  const [earned = '0'] = await read('STAKING', 'earned', address)
  t.ok(BigInt(earned) >= BigInt(qvt(10)), 'ten seconds and more')
  t.ok(BigInt(earned) <= BigInt(qvt(50)), 'never more than the pool had')
  t.strictSame(await read('STAKING', 'principal'), [qvt(100)])
})

t.test('paid work is rewarded, by an epoch that anybody can prove', async (t) => {
  const customer = newId()
  for (let n = 0; n < 3; n++) await world.job(owner, customer)
  await world.job(owner, organisation)
  for (const fault of ['PROVIDER', 'PROVIDER', 'PROVIDER', 'PLATFORM', 'USER'] as const)
    await world.job(owner, customer, fault)
  const begun = await run(beginRewardEpoch, { chain: key }, operators)
  t.match(begun, { kind: 'done', answer: { epoch: 1, stage: 'BEGUN' } })
  const early = await run(claimReward, { chain: key, epoch: 1, deviceId }, organisation)
  t.match(early, { failure: { code: 'NOT_FOUND' } }, 'nothing to claim before it is on the chain')
  await final(async () => ((await currentEpoch())?.stage === 'POSTED' ? true : undefined))
  const [, total] = await read('REWARDS', 'epochs', '1')
  t.equal(total, qvt(6), 'three jobs of two seconds; nothing for one’s own')

  const [before = '0'] = await read('QVT', 'balanceOf', address)
  const claim = () => run(claimReward, { chain: key, epoch: 1, deviceId }, organisation)
  const [first, second] = [await claim(), await claim()]
  t.match(first, { kind: 'done', answer: { amount: qvt(6), account: address } })
  const asked = first.kind === 'done' ? first.answer : undefined
  t.match(second, { kind: 'done', answer: asked ?? {} }, 'the same transaction')
  await final(async () => {
    const [now = '0'] = await read('QVT', 'balanceOf', address)
    return BigInt(now) - BigInt(before) === BigInt(qvt(6)) ? true : undefined
  })
})

t.test('reservations that failed are slashed, once it is decided', async (t) => {
  const slashingId = derivedId('slashing', key, '1', deviceId)
  const standing = async () => {
    const state = await stateOf(slashing, slashingId)
    return state.kind === 'proposed' ? state : undefined
  }
  const proposed = await final(standing)
  t.match(proposed, { status: 'PROPOSED', amount: { amount: qvt(20) } }, 'two of three')
  const reason = 'It was the network.'
  const stranger = await run(contestSlashing, { slashingId, reason }, newId(), ['devices:write'])
  t.match(stranger, { failure: { code: 'NOT_FOUND' } })
  const decision = { slashingId, decision: 'UPHOLD', reason: 'The log says otherwise.' } as const
  const early = await run(decideSlashing, decision, operators)
  t.match(early, { failure: { code: 'ILLEGAL_SLASHING_TRANSITION' } })
  const objection = await run(contestSlashing, { slashingId, reason }, organisation)
  t.match(objection, { answer: { status: 'CONTESTED' } })
  t.match(await run(decideSlashing, decision, operators), { answer: { status: 'DUE' } })
  await final(async () => ((await standing())?.status === 'CARRIED_OUT' ? true : undefined))
  t.strictSame(await read('STAKING', 'stakes', computerId, address), [qvt(80)])
})

t.test('an epoch without work pays nothing, and the next can begin at once', async (t) => {
  for (const epoch of [2, 3]) {
    const begun = await run(beginRewardEpoch, { chain: key }, operators)
    t.match(begun, { kind: 'done', answer: { epoch } })
    await final(async () => {
      const current = await currentEpoch()
      return current?.epoch === epoch && current.stage === 'EMPTY' ? true : undefined
    })
  }
})

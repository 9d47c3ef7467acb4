import t from 'tap'
import { brokenInvariants } from './invariants.ts'
import { runFuzz } from './run.ts'
import { openWorld } from './world.ts'

const world = await openWorld()
t.teardown(world.chain.stop)

t.test('what must hold of the contracts holds after random calls', async (t) => {
  const { broken, taken, methods } = await runFuzz(world, 600, 'test')
  t.same(broken, [])
  t.ok(taken > 150, `${taken} calls were taken`)
  for (const method of [
    ...['PAYMENTS.authorize', 'PAYMENTS.capture', 'STAKING.stake', 'STAKING.claim'],
    ...['STAKING.slash', 'REWARDS.publish', 'REWARDS.claim', 'QVT.mint', 'QVT.delegate'],
  ])
    t.ok(methods[method], `${method} was taken`)
})

t.test('a token that leaves a contract by another way is noticed', async (t) => {
  const { ask, settings, treasury, send, operator } = world.chain
  const { contracts } = settings
  await ask('evm_setAutomine', [true])
  await send(operator, 'QVT', 'unpause', []).catch(() => undefined)
  for (const [contract, invariant] of [
    [contracts.staking, 'staking holds its four parts, so no principal went as reward'],
    [contracts.payments, 'payments hold what is held'],
  ] as const) {
    const before = String(await ask('evm_snapshot', []))
    await ask('anvil_setBalance', [contract, '0x3635c9adc5dea00000'])
    await ask('eth_sendTransaction', [
      { from: contract, to: contracts.qvt, data: transferOne(treasury.address) },
    ])
    const broken = await brokenInvariants(world)
    t.same(
      broken.map((finding) => finding.invariant),
      [invariant],
    )
    await ask('evm_revert', [before])
  }
})

const transferOne = (to: string): string =>
  `0xa9059cbb${to.slice(2).toLowerCase().padStart(64, '0')}${'1'.padStart(64, '0')}`

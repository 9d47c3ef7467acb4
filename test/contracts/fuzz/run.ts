import { z } from 'zod'
import { encodeCall } from '../../../platform/chain/contracts/call.ts'
import { addressOf } from '../../../platform/chain/contracts/decode.ts'
import { createRandom, type Random } from '../../../platform/providers/simulator/engine/random.ts'
import { between } from '../../../ops/faults/draw.ts'
import { drawPayment } from './draw-payments.ts'
import { drawRewards, drawStaking, drawToken } from './draw-staking.ts'
import { brokenInvariants, type Broken } from './invariants.ts'
import type { Deed, World } from './world.ts'

export type FuzzOutcome = {
  readonly calls: number
  readonly taken: number
  readonly refused: number
  /** How often each method was taken. */
  readonly methods: Readonly<Record<string, number>>
  readonly broken: readonly Broken[]
}

const receipts = z.array(z.object({ status: z.string(), transactionHash: z.string() }))
const block = z.object({ timestamp: z.string() })

/** So many calls share a block; what holds is asked after so many blocks. */
const callsInBlock = 20
const blocksBetweenChecks = 10

const draw = (random: Random, world: World, now: number): Deed | Promise<Deed> => {
  const kind = random()
  if (kind < 0.35) return drawPayment(random, world, now)
  if (kind < 0.7) return drawStaking(random, world)
  return kind < 0.82 ? drawRewards(random, world) : drawToken(random, world)
}

/** Random calls of the hub's contracts by random people, from one seed, until they are made or something does not hold. */
export const runFuzz = async (
  world: World,
  calls: number,
  seed: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<FuzzOutcome> => {
  const { ask, settings } = world.chain
  const random = createRandom(seed)
  const methods: Record<string, number> = {}
  let [done, taken] = [0, 0]
  const outcome = (broken: readonly Broken[]): FuzzOutcome => ({
    ...{ calls: done, taken, refused: done - taken, methods, broken },
  })
  await ask('evm_setAutomine', [false])
  for (let blocks = 1; done < calls; blocks += 1) {
    const latest = block.parse(await ask('eth_getBlockByNumber', ['latest', false]))
    const passes = between(random, 1, 900)
    const now = Number(latest.timestamp) + passes
    const deeds = new Map<string, string>()
    for (let n = 0; n < callsInBlock && done < calls; n += 1) {
      const { from, contract, method, texts } = await draw(random, world, now)
      const to = addressOf(settings, contract)
      const order = { from, to, data: encodeCall(contract, method, texts), gas: '0x7a120' }
      deeds.set(String(await ask('eth_sendTransaction', [order])), `${contract}.${method}`)
      done += 1
    }
    await ask('evm_setNextBlockTimestamp', [now])
    await ask('anvil_mine', ['0x1'])
    const mined = receipts.parse(await ask('eth_getBlockReceipts', ['latest']))
    if (mined.length !== deeds.size) throw new Error(`${mined.length} of ${deeds.size} calls mined`)
    for (const { status, transactionHash } of mined) {
      if (status !== '0x1') continue
      const name = deeds.get(transactionHash) ?? '?'
      methods[name] = (methods[name] ?? 0) + 1
      taken += 1
    }
    if (blocks % blocksBetweenChecks !== 0 && done < calls) continue
    const broken = await brokenInvariants(world)
    onProgress(done)
    if (broken.length > 0) return outcome(broken)
  }
  return outcome([])
}

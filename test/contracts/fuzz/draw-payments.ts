import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import {
  qvtDomain,
  receiveWithAuthorization,
} from '../../../platform/chain/contracts/typed-data.ts'
import type { Random } from '../../../platform/providers/simulator/engine/random.ts'
import { between, chance, pick } from '../../../ops/faults/draw.ts'
import { qvt, type Deed, type World } from './world.ts'

export const amount = (random: Random, most: number): string =>
  chance(random, 0.1)
    ? String(between(random, 0, 3))
    : String(BigInt(between(random, 1, most)) * qvt)

/** A signed authorisation: for a new payment or one that is there, in time or not, of the payer or of somebody else. */
const authorize = async (random: Random, world: World, now: number): Promise<Deed> => {
  const { chain, actors, payments } = world
  const { settings, operator } = chain
  const isNew = payments.length === 0 || chance(random, 0.85)
  const nonce = isNew ? contractIdOf(`payment ${payments.length}`) : pick(random, payments)
  if (isNew) payments.push(nonce)
  const payer = pick(random, actors)
  const value = amount(random, 1_000)
  const validAfter = now - between(random, -60, 600)
  const validBefore = now + between(random, -60, 10_000)
  const signer = chance(random, 0.95) ? payer : pick(random, actors)
  const signature = await signer.signTypedData(qvtDomain(settings), receiveWithAuthorization, {
    ...{ from: payer.address, to: settings.contracts.payments },
    ...{ value, validAfter, validBefore, nonce },
  })
  const from = chance(random, 0.95) ? operator.address : payer.address
  const texts = [payer.address, value, String(validAfter), String(validBefore), nonce, signature]
  return { from, contract: 'PAYMENTS', method: 'authorize', texts }
}

const settlements = [
  'capture',
  'capture',
  'void',
  'reclaim',
  'reclaim',
  'refund',
  'refund',
] as const

export const drawPayment = async (random: Random, world: World, now: number): Promise<Deed> => {
  const { chain, actors, payments, refunds } = world
  if (payments.length === 0 || chance(random, 0.35)) return authorize(random, world, now)
  // The newest ones are more often still to be settled.
  const latest = payments.slice(-8)
  const paymentId = pick(random, chance(random, 0.6) ? latest : payments)
  const from = chance(random, 0.95) ? chain.operator.address : pick(random, actors).address
  const what = pick(random, settlements)
  const deed = { from, contract: 'PAYMENTS', method: what } as const
  switch (what) {
    case 'capture':
      return { ...deed, texts: [paymentId, amount(random, 700)] }
    case 'void':
      return { ...deed, texts: [paymentId] }
    case 'reclaim':
      return { ...deed, from: pick(random, actors).address, texts: [paymentId] }
    case 'refund': {
      const isNew = refunds.length === 0 || chance(random, 0.8)
      const refundId = isNew ? contractIdOf(`refund ${refunds.length}`) : pick(random, refunds)
      if (isNew) refunds.push(refundId)
      return { ...deed, texts: [paymentId, refundId, amount(random, 200)] }
    }
  }
}

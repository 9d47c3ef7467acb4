import type { Wallet } from 'ethers'
import t from 'tap'
import { contractIdOf } from '../../platform/chain/contracts/deploy.ts'
import { readContract } from '../../platform/chain/contracts/call.ts'
import { qvtDomain, receiveWithAuthorization } from '../../platform/chain/contracts/typed-data.ts'
import { startTestChain } from '../servers/chain.ts'
import { refusal } from './refusal.ts'

const chain = await startTestChain()
t.teardown(chain.stop)
const { settings, send, operator, treasury } = chain
const { contracts } = settings
const payer = await chain.account(1_000n)

const now = async (): Promise<number> => {
  const heads = await chain.port.heads()
  if (heads.kind !== 'found') throw new Error('no head')
  return Date.parse(heads.value.latest.at) / 1000
}

/** What the payer signs, as the operator hands it in. */
const consent = async (from: Wallet, id: string, value: bigint, seconds = 600) => {
  const validBefore = String((await now()) + seconds)
  const nonce = contractIdOf(id)
  const signature = await from.signTypedData(qvtDomain(settings), receiveWithAuthorization, {
    ...{ from: from.address, to: contracts.payments, value: String(value), validAfter: '0' },
    ...{ validBefore, nonce },
  })
  return [from.address, String(value), '0', validBefore, nonce, signature]
}

const balance = async (of: string): Promise<bigint> => {
  const answer = await readContract(chain.port, 'QVT', 'balanceOf', [of])
  return answer.kind === 'found' ? BigInt(answer.value[0] ?? '-1') : -1n
}
const refused = (from: Wallet | typeof operator, method: string, texts: readonly string[]) =>
  refusal(chain, from, 'PAYMENTS', method, texts)

t.test('the most is held, the cost taken, the rest back: once', async (t) => {
  const id = contractIdOf('first')
  const signed = await consent(payer, 'first', 100n)
  await send(operator, 'PAYMENTS', 'authorize', signed)
  t.equal(await balance(payer.address), 900n)
  t.match(await refused(operator, 'authorize', signed), /^PaymentStateUnsuitable/)
  t.match(await refused(operator, 'capture', [id, '101']), /^AmountTooLarge/)
  const before = await balance(treasury.address)
  await send(operator, 'PAYMENTS', 'capture', [id, '30'])
  t.equal(await balance(payer.address), 970n)
  t.equal((await balance(treasury.address)) - before, 30n)
  t.equal(await balance(contracts.payments), 0n)
  for (const [method, texts] of [
    ['capture', [id, '30']],
    ['void', [id]],
  ] as const)
    t.match(await refused(operator, method, texts), /^PaymentStateUnsuitable/)
})

t.test('what was taken is refunded up to what it was, each refund once', async (t) => {
  const id = contractIdOf('first')
  const refund = (name: string, amount: string) => [id, contractIdOf(name), amount]
  await send(operator, 'PAYMENTS', 'refund', refund('a', '20'))
  t.equal(await balance(payer.address), 990n)
  t.match(await refused(operator, 'refund', refund('a', '5')), /^RefundedAlready/)
  t.match(await refused(operator, 'refund', refund('b', '11')), /^AmountTooLarge/)
})

t.test('nobody but the operator holds or takes, and nothing without the signature', async (t) => {
  const signed = await consent(payer, 'second', 50n)
  t.match(await refused(payer, 'authorize', signed), /^AccessControlUnauthorizedAccount/)
  const stranger = await chain.account(100n)
  const forged = [payer.address, ...(await consent(stranger, 'second', 50n)).slice(1)]
  t.match(await refused(operator, 'authorize', forged), /^ERC3009InvalidSignature/)
  const more = signed.with(1, '51')
  t.match(await refused(operator, 'authorize', more), /^ERC3009InvalidSignature/)
})

t.test('a hold ends when the signed time does: then the payer takes it back', async (t) => {
  const id = contractIdOf('third')
  await send(operator, 'PAYMENTS', 'authorize', await consent(payer, 'third', 200n, 300))
  t.match(await refused(payer, 'reclaim', [id]), /^PaymentNotExpired/)
  await chain.passTime(301)
  t.match(await refused(operator, 'capture', [id, '1']), /^PaymentExpired/)
  const stranger = await chain.account()
  t.match(await refused(stranger, 'reclaim', [id]), /^NotThePayer/)
  await send(payer, 'PAYMENTS', 'reclaim', [id])
  t.equal(await balance(payer.address), 990n)
})

t.test('after a reorganisation the same authorisation pays once again', async (t) => {
  const signed = await consent(payer, 'fourth', 10n)
  await send(operator, 'PAYMENTS', 'authorize', signed)
  await chain.reorganise(1)
  t.equal(await balance(payer.address), 990n)
  await send(operator, 'PAYMENTS', 'authorize', signed)
  t.equal(await balance(payer.address), 980n)
  t.match(await refused(operator, 'authorize', signed), /^PaymentStateUnsuitable/)
})

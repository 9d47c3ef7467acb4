import t from 'tap'
import { startTestChain } from '../../../test/servers/chain.ts'
import type { Hex } from '../port.ts'
import { encodeCall, readContract, whyReverted } from '../contracts/call.ts'
import { decodeLog } from '../contracts/decode.ts'
import { connectEvmChain } from './connect.ts'

const chain = await startTestChain()
t.teardown(chain.stop)
const { port, settings, keys, treasury } = chain
const nowhere: Hex = `0x${'11'.repeat(32)}`

const found = <Value>(answer: { readonly kind: string; readonly value?: Value }): Value => {
  if (answer.kind === 'found' && answer.value !== undefined) return answer.value
  throw new Error(JSON.stringify(answer))
}

t.test('heads stand on one another, and final ones are found by number and by hash', async (t) => {
  await chain.mine(3)
  const { latest, safe, finalised } = found(await port.heads())
  t.equal(safe?.number, latest.number - 1n)
  t.equal(finalised?.number, latest.number - 2n)
  t.equal(safe?.parentHash, finalised?.hash)
  t.same(found(await port.header(latest.number)), latest)
  t.same(found(await port.header(latest.hash)), latest)
  t.equal(found(await port.chainId()), settings.chainId)
})

t.test('what no block holds is absent, not an error', async (t) => {
  t.same(await port.header(nowhere), { kind: 'absent' })
  t.same(await port.header(1_000_000n), { kind: 'absent' })
  t.same(await port.receipt(nowhere), { kind: 'absent' })
  t.same(await port.transaction(nowhere), { kind: 'absent' })
  const addresses = [settings.contracts.qvt]
  t.same(await port.logs({ blockHash: nowhere, addresses }), { kind: 'absent' })
})

t.test(
  "a transfer's log is found in its block and read; a reorganisation takes it away",
  async (t) => {
    const to = (await chain.account()).address
    const hash = await chain.send(treasury, 'QVT', 'transfer', [to, '7'])
    const receipt = found(await port.receipt(hash))
    const { blockHash } = receipt
    const logs = found(await port.logs({ blockHash, addresses: [settings.contracts.qvt] }))
    t.same(logs, receipt.logs)
    t.same(decodeLog(settings, logs[0]!), {
      contract: 'QVT',
      event: 'Transfer',
      arguments: { from: treasury.address, to, value: '7' },
    })
    await chain.reorganise(1)
    t.same(await port.receipt(hash), { kind: 'absent' })
    t.same(await port.header(blockHash), { kind: 'absent' })
    t.same(await readContract(port, 'QVT', 'balanceOf', [to]), { kind: 'found', value: ['0'] })
  },
)

t.test('what a node says to signed bytes is told apart', async (t) => {
  const to = settings.contracts.qvt
  const data = encodeCall('QVT', 'transfer', [treasury.address, '1'])
  const nonce = found(await port.transactionCount(treasury.address, 'latest'))
  const { baseFee, priorityFee } = found(await port.fees())
  const sign = async (changes: { readonly nonce: number; readonly maxFee?: bigint }) => {
    const signed = await keys.sign('TREASURY', {
      ...{ chainId: settings.chainId, to, data, value: 0n, gas: 200_000n },
      ...{ maxFee: 4n * baseFee + priorityFee, priorityFee, ...changes },
    })
    if (signed.kind !== 'signed') throw new Error(signed.detail)
    return signed.transaction
  }
  await chain.ask('evm_setAutomine', [false])
  const first = await sign({ nonce })
  t.match(await port.send(first.raw), { kind: 'accepted', hash: first.hash })
  t.match(await port.send(first.raw), { kind: 'known', hash: first.hash })
  const cheaper = await sign({ nonce, maxFee: baseFee + priorityFee })
  t.match(await port.send(cheaper.raw), { kind: 'refused', code: 'REPLACEMENT_UNDERPRICED' })
  t.equal(found(await port.transactionCount(treasury.address, 'pending')), nonce + 1)
  await chain.mine()
  await chain.ask('evm_setAutomine', [true])
  t.match(await port.send(first.raw), { kind: 'refused', code: 'NONCE_TOO_LOW' })
  t.match(await port.send(cheaper.raw), { kind: 'refused', code: 'NONCE_TOO_LOW' })
  t.match(await port.send('0x1234'), { kind: 'refused', code: 'INVALID' })
})

t.test("a contract's refusal is told from a node's silence", async (t) => {
  const poor = (await chain.account()).address
  const order = {
    to: settings.contracts.qvt,
    from: poor,
    data: encodeCall('QVT', 'transfer', [treasury.address, '1']),
  }
  const called = await port.call(order, 'latest')
  t.equal(called.kind, 'reverted')
  if (called.kind === 'reverted') t.match(whyReverted(called.data), /^ERC20InsufficientBalance\(0x/)
  t.equal((await port.estimateGas(order)).kind, 'reverted')
  const nobody = connectEvmChain({ ...settings, url: 'http://127.0.0.1:9' }, 500)
  t.teardown(nobody.close)
  t.equal((await nobody.heads()).kind, 'unanswered')
  t.equal((await nobody.call(order, 'latest')).kind, 'unanswered')
  t.equal((await nobody.send('0x02')).kind, 'unknown')
})

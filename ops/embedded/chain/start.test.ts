import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import t from 'tap'
import { encodeCall, readContract } from '../../../platform/chain/contracts/call.ts'
import { connectEvmChain } from '../../../platform/chain/evm/connect.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import { runningChain, startChain } from './start.ts'

t.test(
  'the chain, its contracts and its keys outlive the hub; what is sent becomes final',
  async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'qhub-chain-'))
    t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
    const password = 'of random bytes'
    const first = await startChain({ dataDir, password })
    t.same(runningChain(dataDir), first.settings)
    const port = connectEvmChain(first.settings)
    const to = Wallet.createRandom().address
    const signed = await first.keys.sign('TREASURY', {
      ...{ chainId: first.settings.chainId, nonce: 3, to: first.settings.contracts.qvt },
      ...{ data: encodeCall('QVT', 'transfer', [to, '9']), value: 0n, gas: 200_000n },
      ...{ maxFee: 20_000_000_000n, priorityFee: 1_000_000_000n },
    })
    if (signed.kind !== 'signed') throw new Error(signed.detail)
    t.equal((await port.send(signed.transaction.raw)).kind, 'accepted')
    await eventually(async () => {
      const final = await readContract(port, 'QVT', 'balanceOf', [to], 'finalized')
      return final.kind === 'found' && final.value[0] === '9' ? true : undefined
    })
    port.close()
    await first.stop()

    const second = await startChain({ dataDir, password })
    t.teardown(second.stop)
    t.same(second.settings.contracts, first.settings.contracts)
    const again = connectEvmChain(second.settings)
    t.teardown(again.close)
    t.same(await readContract(again, 'QVT', 'balanceOf', [to]), { kind: 'found', value: ['9'] })
  },
)

t.test('a record that cannot be read is no reason to begin anew', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-chain-'))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  mkdirSync(join(dataDir, 'chain'))
  writeFileSync(join(dataDir, 'chain/deployed.json'), '{ "url"')
  t.throws(() => runningChain(dataDir), { message: /deployed\.json is damaged/ })
  await t.rejects(startChain({ dataDir, password: 'of random bytes' }), { message: /is damaged/ })
})

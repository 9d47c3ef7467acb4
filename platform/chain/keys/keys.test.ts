import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { Transaction, Wallet } from 'ethers'
import t from 'tap'
import { z } from 'zod'
import { createKeystore, openKeystore } from './keystore.ts'
import { createLocalKeys } from './local.ts'
import type { UnsignedTransaction } from './port.ts'
import { createRemoteKeys } from './remote.ts'

const wallet = new Wallet(`0x${'2a'.repeat(32)}`)
const unsigned: UnsignedTransaction = {
  ...{ chainId: 31_337, nonce: 7, to: wallet.address, data: '0x12', value: 3n },
  ...{ gas: 21_000n, maxFee: 9n, priorityFee: 2n },
}

t.test('a keystore is made once, opens with its password, and is its owner’s alone', async (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'qhub-keys-')), 'keys')
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  await createKeystore(folder, 'open', ['TREASURY'], 2)
  const first = (await openKeystore(folder, 'open')).get('TREASURY')
  await createKeystore(folder, 'open', ['TREASURY', 'OPERATOR'], 2)
  const both = await openKeystore(folder, 'open')
  t.equal(both.get('TREASURY')?.address, first?.address)
  t.equal(both.size, 2)
  t.equal(statSync(join(folder, 'TREASURY.json')).mode & 0o077, 0)
  await t.rejects(openKeystore(folder, 'other'), { message: /QHUB_CHAIN_KEY_PASSWORD/ })
})

t.test('the same transaction is signed to the same bytes, by whom it is said to be', async (t) => {
  const keys = createLocalKeys(new Map([['OPERATOR', wallet]]))
  const [one, two] = [await keys.sign('OPERATOR', unsigned), await keys.sign('OPERATOR', unsigned)]
  t.same(one, two)
  if (one.kind !== 'signed') throw new Error(one.detail)
  const parsed = Transaction.from(one.transaction.raw)
  t.match(parsed, { from: wallet.address, nonce: 7, hash: one.transaction.hash })
  t.match(await keys.sign('NOBODY', unsigned), { kind: 'refused' })
})

/** Speaks eth_signTransaction; signs with `key`, after `change`. */
const signer = async (key: Wallet, change: (wish: UnsignedTransaction) => UnsignedTransaction) => {
  const own = createLocalKeys(new Map([['X', key]]))
  const wish = z.object({ params: z.tuple([z.object({ nonce: z.string() })]) })
  const server = createServer((request, response) => {
    void (async () => {
      const { params } = wish.parse(await json(request))
      const nonce = Number(params[0].nonce)
      const signed = await own.sign('X', change({ ...unsigned, nonce }))
      if (signed.kind === 'signed') response.end(JSON.stringify({ result: signed.transaction.raw }))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => void server.close())
  // A server that listens on TCP has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a remote signer is believed when it signed this with that key', async (t) => {
  const addresses = new Map([['OPERATOR', wallet.address]])
  const ask = async (url: string) => createRemoteKeys({ url, addresses }).sign('OPERATOR', unsigned)
  const honest = await ask(await signer(wallet, (wish) => wish))
  t.same(honest, await createLocalKeys(new Map([['OPERATOR', wallet]])).sign('OPERATOR', unsigned))
  const changed = await ask(await signer(wallet, (wish) => ({ ...wish, value: 4n })))
  t.match(changed, { kind: 'refused', detail: /another transaction/ })
  const stranger = new Wallet(`0x${'2b'.repeat(32)}`)
  t.match(await ask(await signer(stranger, (wish) => wish)), {
    kind: 'refused',
    detail: /another key/,
  })
  t.match(await ask('http://127.0.0.1:9'), { kind: 'unanswered' })
})

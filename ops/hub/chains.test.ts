import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { roles } from '../../platform/config/schema.ts'
import { chainsProblem, runningChains } from './chains.ts'

const config = {
  chains: 'none',
  chainKeys: undefined,
  chainKeyPassword: undefined,
  chainSignerUrl: undefined,
  chainSigners: undefined,
  chainCallSeconds: 10,
  dataDir: '.data',
  masterKey: new Uint8Array(32),
  roles,
}

t.test('chains that cannot be used are told before anything starts', async (t) => {
  t.equal(chainsProblem(config), undefined)
  t.equal(chainsProblem({ ...config, chains: 'embedded' }), undefined)
  const split = { ...config, chains: 'embedded', roles: ['write-api'] as const }
  t.match(chainsProblem(split), /QHUB_ROLES/)
  const file = { ...config, chains: 'chains.json' }
  t.match(chainsProblem(file), /QHUB_CHAIN_KEYS/)
  t.match(chainsProblem({ ...file, chainKeys: 'keys' }), /QHUB_CHAIN_KEY_PASSWORD/)
  t.equal(chainsProblem({ ...file, chainKeys: 'keys', chainKeyPassword: 'x' }), undefined)
  const signer = { ...file, chainSignerUrl: 'http://signer' }
  t.match(chainsProblem(signer), /QHUB_CHAIN_SIGNERS/)
  t.equal(chainsProblem({ ...signer, chainSigners: { TREASURY: '0x' } }), undefined)
})

const nobody = `0x${'0'.repeat(40)}`
const chain = {
  ...{ chain: 'polygon', kind: 'EVM', chainId: 137, url: 'https://rpc.example.org' },
  ...{ finality: { by: 'TAG' }, window: 256, pollMs: 2000 },
  contracts: {
    ...{ qvt: nobody, payments: nobody, staking: nobody, registry: nobody },
    ...{ rewards: nobody, parameters: nobody, governor: nobody, timelock: nobody },
  },
}

t.test('a file lists chains, or says what is wrong with it', async (t) => {
  const path = join(t.testdir(), 'chains.json')
  const listing = (...chains: readonly object[]) => {
    writeFileSync(path, JSON.stringify(chains))
    return () => runningChains(path, '.data')
  }
  t.match(listing(chain)(), [{ chain: 'polygon', treasury: 'TREASURY', startBlock: 0 }])
  t.throws(listing(chain, chain), { message: /every chain once/ })
  t.throws(listing({ ...chain, finality: { by: 'HOPE' } }), { message: /finality/ })
  t.throws(listing({ ...chain, contracts: { ...chain.contracts, qvt: '0x12' } }), {
    message: /an address/,
  })
  t.throws(() => runningChains(`${path}.none`, '.data'), { message: /QHUB_CHAINS names/ })
  t.same(runningChains('none', '.data'), [])
})

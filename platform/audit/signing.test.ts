import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { createSigner, readVerifier } from './signing.ts'

const name = 'quantum-hub/audit'
const seed = Buffer.alloc(32, 7)

t.test('what one signs, who has the public line verifies', async (t) => {
  const signer = createSigner(name, seed)
  const verifier = readVerifier(`${signer.key}\n`)
  t.equal(verifier?.keyId, signer.keyId)
  const signature = signer.sign('a text\n')
  t.ok(verifier?.verifies('a text\n', signature))
  t.notOk(verifier?.verifies('a text', signature))
  t.notOk(createSigner(name, Buffer.alloc(32, 8)).verifies('a text\n', signature))
  t.not(createSigner('other', seed).keyId, signer.keyId, 'the name is of the id')
})

t.test('the vector of RFC 8032, 7.1', async (t) => {
  const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
  const signer = createSigner(name, Buffer.from(secret, 'hex'))
  const raw = Buffer.from(signer.key.split('+').slice(2).join('+'), 'base64').subarray(1)
  t.equal(raw.toString('hex'), 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  t.equal(
    Buffer.from(signer.sign(''), 'base64').toString('hex'),
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  )
})

t.test('any character of a key or a signature counts', async () => {
  const signer = createSigner(name, seed)
  const signature = signer.sign('text')
  const replaced = (text: string, at: number, by: string) =>
    text.slice(0, at) + by + text.slice(at + 1)
  const character = fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '+', '/', '=', ' ', '\n')
  fc.assert(
    fc.property(fc.nat(), character, (n, by) => {
      const at = n % signature.length
      if (signature[at] !== by && signer.verifies('text', replaced(signature, at, by))) return false
      const inKey = n % signer.key.length
      if (signer.key[inKey] === by || replaced(signer.key, inKey, by).trim() === signer.key)
        return true
      return readVerifier(replaced(signer.key, inKey, by)) === undefined
    }),
    { numRuns: 500 },
  )
})

import t from 'tap'
import { parseProviders } from './settings.ts'

const provider = {
  name: 'example',
  issuer: 'https://accounts.example.org',
  clientId: 'hub',
  clientSecret: 'secret',
  redirectUri: 'https://app.example.org/signed-in',
}
const read = (...providers: readonly object[]) => parseProviders(JSON.stringify(providers))

t.test('providers are read', async (t) => {
  t.strictSame(parseProviders('[]'), [])
  t.strictSame(read(provider), [{ ...provider, scope: 'openid email profile' }])
  const { clientSecret: _, ...open } = provider
  t.strictSame(read(open), [{ ...open, scope: 'openid email profile' }])
  const local = {
    ...provider,
    issuer: 'http://127.0.0.1:9000',
    redirectUri: 'http://localhost:3000',
  }
  t.equal(read(local)?.length, 1, 'http on this machine')
})

t.test('anything else is refused', async (t) => {
  for (const text of ['', '{}', 'null', '[1]', '[', 'example'])
    t.equal(parseProviders(text), undefined)
  const wrong: Readonly<Record<string, object>> = {
    'http over the network': { issuer: 'http://accounts.example.org' },
    'a redirect in clear': { redirectUri: 'http://app.example.org/signed-in' },
    'no web address': { issuer: 'file:///etc' },
    'a name that is no part of a path': { name: 'a/b' },
    'an unknown member': { clientKey: 'x' },
    'no client': { clientId: '' },
  }
  for (const [what, change] of Object.entries(wrong))
    t.equal(read({ ...provider, ...change }), undefined, what)
  t.equal(read(provider, provider), undefined, 'two of one name')
})

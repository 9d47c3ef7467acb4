import t from 'tap'
import { readCredentials } from './credentials.ts'

t.test('one credential, none, or a refusal', async (t) => {
  const read = (authorization?: string, apiKey?: string) =>
    readCredentials({ authorization, apiKey })
  t.equal(read(), undefined)
  t.same(read('Bearer a.b.c'), { kind: 'bearer', token: 'a.b.c' })
  t.same(read('bearer  abc='), { kind: 'bearer', token: 'abc=' })
  t.same(read(undefined, 'qhub_x'), { kind: 'apiKey', key: 'qhub_x' })
  for (const refused of [
    read('Bearer a', 'qhub_x'),
    read('Basic dXNlcjpwYXNz'),
    read('Bearer a b'),
    read(`Bearer ${'a'.repeat(5000)}`),
    read(undefined, 'k'.repeat(5000)),
  ])
    t.match(refused, { code: 'UNAUTHENTICATED', detail: /./ })
})

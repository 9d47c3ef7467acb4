import t from 'tap'
import { credentialsOf } from './credentials.ts'

t.test('one credential, well formed', async (t) => {
  const of = (headers: Readonly<Record<string, string>>) => credentialsOf({ headers })
  t.same(of({ authorization: 'Bearer a.b.c' }), { kind: 'bearer', token: 'a.b.c' })
  t.same(of({ authorization: 'bearer  a.b.c' }), { kind: 'bearer', token: 'a.b.c' })
  t.same(of({ 'x-api-key': 'qhub_1' }), { kind: 'apiKey', key: 'qhub_1' })
  const refused: readonly Readonly<Record<string, string>>[] = [
    {},
    { authorization: 'a.b.c' },
    { authorization: 'Basic YTpi' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer a b' },
    { authorization: 'Bearer a.b.c', 'x-api-key': 'qhub_1' },
    { 'x-api-key': 'k'.repeat(4097) },
    { authorization: `Bearer ${'k'.repeat(4097)}` },
  ]
  for (const headers of refused)
    t.match(of(headers), { code: 'UNAUTHENTICATED' }, JSON.stringify(headers).slice(0, 60))
})

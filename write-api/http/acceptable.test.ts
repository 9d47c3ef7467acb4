import t from 'tap'
import { acceptsJson } from './acceptable.ts'

t.test('room for JSON', async (t) => {
  const yes = [
    undefined,
    '',
    '*/*',
    'application/json',
    'text/html, application/*;q=0.1',
    'Application/JSON; charset=utf-8',
    'application/json;q=0.001',
  ]
  const no = ['text/html', 'application/xml', 'application/json;q=0', '*/*; q=0.000', 'json']
  for (const accept of yes) t.ok(acceptsJson(accept), accept ?? 'no header')
  for (const accept of no) t.notOk(acceptsJson(accept), accept)
})

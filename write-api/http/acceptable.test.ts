import t from 'tap'
import { accepts } from './acceptable.ts'

const json = ['application/json']

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
  for (const accept of yes) t.ok(accepts(accept, json), accept ?? 'no header')
  for (const accept of no) t.notOk(accepts(accept, json), accept)
})

t.test('room for one of several', async (t) => {
  const archives = ['application/zip', 'application/gzip']
  for (const accept of ['application/gzip', 'application/*', 'application/zip, text/html'])
    t.ok(accepts(accept, archives), accept)
  t.notOk(accepts('application/json', archives))
})

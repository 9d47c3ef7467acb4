import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { agentOf } from './agent.ts'

const known: Readonly<Record<string, string>> = {
  'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0': 'Firefox on Linux',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0':
    'Edge on Windows',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15':
    'Safari on macOS',
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36':
    'Chrome on Android',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1':
    'Safari on iOS',
  'curl/8.5.0': 'curl',
  'python-requests/2.32.0': 'Python',
  node: 'Node.js',
  'adas-laptop of Ada Lovelace, 1 Main Street': 'Another program',
  '': 'Another program',
}

t.test('programs and systems', async (t) => {
  for (const [header, name] of Object.entries(known)) t.equal(agentOf(header), name, header)
  t.equal(agentOf(undefined), 'Another program')
})

t.test('nothing of the header itself is passed on', async (t) => {
  const shapes = /^[A-Z][A-Za-z. ]{1,15}(?: on [A-Za-z]{3,8})?$|^curl(?: on [A-Za-z]{3,8})?$/
  fc.assert(fc.property(fc.string({ maxLength: 2000 }), (header) => shapes.test(agentOf(header))))
  t.pass('held')
})

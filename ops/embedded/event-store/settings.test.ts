import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readSettings } from './settings.ts'

const directory = mkdtempSync(join(tmpdir(), 'qhub-settings-'))
t.teardown(() => rmSync(directory, { recursive: true, force: true }))
const file = join(directory, 'pem')
writeFileSync(file, 'PEM')
const tls = ['--tls-cert', file, '--tls-key', file]
const read = (args: readonly string[], environment: Record<string, string> = {}) =>
  readSettings(['--data-dir', '/data', ...args], environment)

t.test('a directory is enough', async (t) => {
  t.match(read([]), {
    dataDir: '/data',
    withParent: false,
    options: { port: 0, patienceMs: 0, startStandardProjections: false },
  })
})
t.test('arguments come before the environment', async (t) => {
  const environment = {
    QHUB_EMBEDDED_EVENTSTORE_DIR: '/other',
    QHUB_EMBEDDED_EVENTSTORE_PORT: '1',
    QHUB_EMBEDDED_EVENTSTORE_START_STANDARD_PROJECTIONS: 'true',
    QHUB_EMBEDDED_EVENTSTORE_MAX_APPEND_SIZE: '2000',
  }
  const { dataDir, options } = read(['--port', '2113'], environment)
  t.equal(dataDir, '/data')
  t.match(options, { port: 2113, startStandardProjections: true, maximumAppendSize: 2000 })
})
t.test('passwords come from the environment alone', async (t) => {
  const given = { QHUB_EMBEDDED_EVENTSTORE_ADMIN_PASSWORD: 'secret' }
  t.same(read([], given).options.passwords, { admin: 'secret' })
  t.throws(() => read(['--admin-password', 'secret']), /Unknown option/)
})
t.test('with a certificate the node may listen beyond this machine', async (t) => {
  const { options } = read([...tls, '--host', '0.0.0.0', '--advertised-host', 'node.example'])
  t.match(options, { host: '0.0.0.0', advertisedHost: 'node.example' })
  t.equal(options.tls?.certificate.toString(), 'PEM')
})

const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['another host without TLS', ['--host', '10.0.0.1'], /this machine alone, not on 10\.0\.0\.1/],
  ['a certificate without its key', ['--tls-cert', file], /belong together/],
  ['a key without a certificate', ['--tls-key', file], /belong together/],
  ['a file that is not there', ['--tls-cert', '/none', '--tls-key', file], /ENOENT/],
  ['a port beyond the last', ['--port', '65536'], /--port must be/],
  ['a port in words', ['--port', 'two'], /--port must be/],
  ['an append larger than any record', ['--max-append-size', '16777217'], /at most 16777216/],
]
for (const [what, args, message] of wrong) {
  t.test(`refused: ${what}`, async (t) => {
    t.throws(() => read(args), message)
  })
}
t.test('a directory must be named', async (t) => {
  t.throws(() => readSettings([], {}), /--data-dir is missing/)
})

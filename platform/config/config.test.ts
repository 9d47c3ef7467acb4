import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { configTable } from './document.ts'
import { explainConfig } from './explain.ts'
import { type LoadedConfig, loadConfig, maskUrl } from './load.ts'
import { nearest } from './nearest.ts'
import { variableNames } from './schema.ts'

const taken = (loaded: LoadedConfig) => {
  if (loaded.ok) return loaded
  throw new Error(loaded.message)
}

const key = Buffer.alloc(32, 7).toString('base64')

t.test('defaults hold when nothing is given', async (t) => {
  const loaded = taken(loadConfig({ QHUB_DATA_DIR: t.testdir(), PATH: '/bin' }))
  const { config, sources } = loaded
  t.same(config.roles, ['write-api', 'read-api', 'projector', 'saga', 'worker'])
  t.equal(config.accessTokenSeconds, 15 * 60)
  t.equal(config.refreshTokenSeconds, 30 * 24 * 60 * 60)
  t.equal(config.postgresUrl, undefined)
  t.equal(config.publicUrl, 'http://localhost:4001')
  t.ok(config.simulatorThreads >= 1)
  t.equal(sources.QHUB_DATA_DIR, 'environment')
  t.equal(sources.QHUB_HOST, 'default')
  t.equal(sources.QHUB_MASTER_KEY, 'generated')
})

t.test('every variable reaches the configuration', async (t) => {
  const loaded = taken(loadConfig({ QHUB_DATA_DIR: t.testdir() }))
  const letters = (name: string) => name.replace(/^QHUB_|_/g, '').toLowerCase()
  t.same(
    Object.keys(loaded.config).map((name) => name.toLowerCase()),
    variableNames.map(letters),
  )
})

t.test('given values are read', async (t) => {
  const loaded = taken(
    loadConfig({
      QHUB_DATA_DIR: t.testdir(),
      QHUB_ROLES: 'saga, write-api,saga',
      QHUB_REDIS_URL: 'redis://localhost:6379',
      QHUB_POSTGRES_URL: '',
      QHUB_MASTER_KEY: key,
      QHUB_AUTH_SECRET: key,
      QHUB_COMMISSION_BASIS_POINTS: '250',
      QHUB_TRUST_PROXY: '10.0.0.0/8, ::1,fd00::/8',
      QHUB_MAIL_URL: 'smtp://hub:secret@mail.example.org:587',
      QHUB_MAIL_FROM: 'Quantum Hub <hub@example.org>',
      QHUB_EVENTSTORE_URL: 'esdb://a:2113,b:2113?tls=false',
    }),
  )
  t.same(loaded.config.roles, ['write-api', 'saga'])
  t.equal(loaded.config.redisUrl, 'redis://localhost:6379')
  t.equal(loaded.config.postgresUrl, undefined, 'an empty variable is absent')
  t.equal(loaded.config.commissionBasisPoints, 250)
  t.same(loaded.config.trustProxy, ['10.0.0.0/8', '::1', 'fd00::/8'])
  t.equal(loaded.config.mailUrl, 'smtp://hub:secret@mail.example.org:587')
  t.equal(loaded.config.mailFrom, 'Quantum Hub <hub@example.org>')
  t.equal(loaded.config.eventstoreUrl, 'esdb://a:2113,b:2113?tls=false')
  t.same(loaded.config.masterKey, new Uint8Array(32).fill(7))
})

t.test('a wrong value gives one line that names it', async (t) => {
  const cases: readonly (readonly [NodeJS.ProcessEnv, RegExp])[] = [
    [
      { QHUB_WRITE_API_PORT: '80a' },
      /^QHUB_WRITE_API_PORT="80a" is wrong: expected a whole number from 0 to 65535$/,
    ],
    [{ QHUB_WRITE_API_PORT: '65536' }, /65535$/],
    [{ QHUB_SIMULATOR_MAX_QUBITS: '25' }, /from 1 to 24$/],
    [{ QHUB_ROLES: 'saga,sagas' }, /^QHUB_ROLES="saga,sagas" .* write-api, read-api/],
    [{ QHUB_LOG_LEVEL: 'loud' }, /one of trace, debug/],
    [{ QHUB_NATS_URL: 'localhost:4222' }, /begins with nats:\/\/ or tls:\/\/$/],
    [{ QHUB_REDIS_URL: 'redis://[' }, /begins with redis:/],
    [{ QHUB_TRUST_PROXY: '10.0.0.0/33' }, /IP addresses and networks/],
    [{ QHUB_MAIL_URL: 'mail.example.org' }, /smtp:\/\/ or smtps:\/\//],
    [{ QHUB_MAIL_FROM: 'Hub' }, /a name and an address/],
    [{ QHUB_MAIL_FROM: 'hub@example.org, other@example.org' }, /a name and an address/],
    [{ QHUB_MAIL_FROM: 'Hub\tx <hub@example.org>' }, /a name and an address/],
    [{ QHUB_TRUST_PROXY: '2' }, /IP addresses and networks/],
    [{ QHUB_TRUST_PROXY: '10.0.0.1, ' }, /IP addresses and networks/],
    [{ QHUB_MASTER_KEY: 'c2hvcnQ=' }, /^QHUB_MASTER_KEY="\*\*\*" is wrong: expected 32 bytes/],
    [{ QHUB_POSTGRES_URL: 'mysql://u:pw@h/d' }, /^QHUB_POSTGRES_URL="mysql:\/\/u:\*\*\*@h\/d"/],
    [
      { QHUB_POSTGRE_URL: 'postgres://h/d' },
      /^QHUB_POSTGRE_URL is not a variable of the hub; did you mean QHUB_POSTGRES_URL\?$/,
    ],
    [
      { QHUB_ZZZZZZZZZZZZZZZZZZZZ: '1' },
      /^QHUB_ZZZZZZZZZZZZZZZZZZZZ is not a variable of the hub$/,
    ],
  ]
  for (const [environment, expected] of cases) {
    const loaded = loadConfig({ QHUB_DATA_DIR: join(t.testdirName, 'none'), ...environment })
    if (loaded.ok) t.fail(`${JSON.stringify(environment)} was taken`)
    else {
      t.match(loaded.message, expected)
      t.notMatch(loaded.message, '\n')
    }
  }
  t.notOk(existsSync(join(t.testdirName, 'none')), 'a wrong value creates no key')
})

t.test('keys are created once, for the owner only', async (t) => {
  const directory = t.testdir()
  const first = taken(loadConfig({ QHUB_DATA_DIR: directory }))
  const second = taken(loadConfig({ QHUB_DATA_DIR: directory }))
  t.same(second.config.masterKey, first.config.masterKey)
  t.notSame(first.config.authSecret, first.config.masterKey)
  t.equal(second.sources.QHUB_AUTH_SECRET, 'file')
  const path = join(directory, 'keys', 'master.key')
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.equal(statSync(join(directory, 'keys')).mode & 0o777, 0o700)

  chmodSync(path, 0o644)
  const open = loadConfig({ QHUB_DATA_DIR: directory })
  t.match(open.ok ? '' : open.message, /^QHUB_MASTER_KEY is absent and .*master.key may be read/)
  chmodSync(path, 0o600)
  writeFileSync(path, 'torn')
  const torn = loadConfig({ QHUB_DATA_DIR: directory })
  t.match(torn.ok ? '' : torn.message, /does not hold 32 bytes/)
})

t.test('a data directory that cannot be made is one clear line', async (t) => {
  const directory = t.testdir({ file: 'not a directory' })
  const loaded = loadConfig({ QHUB_DATA_DIR: join(directory, 'file') })
  t.match(loaded.ok ? '' : loaded.message, /^QHUB_MASTER_KEY is absent and .*can't be/)
})

t.test('explain shows sources, hides secrets, creates nothing', async (t) => {
  const directory = join(t.testdir(), 'data')
  const environment = {
    QHUB_DATA_DIR: directory,
    QHUB_AUTH_SECRET: key,
    QHUB_POSTGRES_URL: 'postgres://hub:hunter2@db/hub',
  }
  const explained = explainConfig(environment)
  if (!explained.ok) throw new Error(explained.message)
  const row = (name: string) => explained.rows.find((row) => row.name === name)
  t.match(row('QHUB_AUTH_SECRET'), { value: '***', source: 'environment' })
  t.match(row('QHUB_MASTER_KEY'), { value: '(made at the first start)', source: 'generated' })
  t.match(row('QHUB_POSTGRES_URL'), { value: 'postgres://hub:***@db/hub', source: 'environment' })
  t.match(row('QHUB_ACCESS_TOKEN_SECONDS'), { value: '900', source: 'default' })
  t.equal(explained.rows.length, variableNames.length)
  t.notMatch(JSON.stringify(explained.rows), /hunter2/)
  t.notOk(existsSync(directory))

  mkdirSync(directory)
  loadConfig({ QHUB_DATA_DIR: directory })
  const later = explainConfig({ QHUB_DATA_DIR: directory })
  const master = later.ok && later.rows.find((row) => row.name === 'QHUB_MASTER_KEY')
  t.match(master, { value: '***', source: 'file' })
  t.equal(explainConfig({ QHUB_HOST: ' ' }).ok, false)
})

t.test('passwords in URLs are masked whatever stands around them', async (t) => {
  t.equal(maskUrl('redis://:p@h:1/0'), 'redis://:***@h:1/0')
  t.equal(maskUrl('nats://h:4222'), 'nats://h:4222')
  t.equal(maskUrl('esdb://u:p@a:1,b:2?tls=true'), 'esdb://u:***@a:1,b:2?tls=true')
})

t.test('nearest', async (t) => {
  t.equal(nearest('kittne', ['sitting', 'kitten']), 'kitten')
  t.equal(nearest('xyz', ['kitten']), undefined)
  t.equal(nearest<string>('a', []), undefined)
})

t.test('the documented table is the schema', async (t) => {
  const page = readFileSync(new URL('../../docs/how-to/configure.md', import.meta.url), 'utf8')
  t.ok(page.includes(configTable()), 'run: node --import=tsx platform/config/document.ts')
})

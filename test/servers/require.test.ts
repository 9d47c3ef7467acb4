import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const script = fileURLToPath(new URL('./require.ts', import.meta.url))

const check = (environment: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, ['--import=tsx', script], { encoding: 'utf8', env: environment })

const given = {
  QHUB_REDIS_URL: 'redis://h',
  QHUB_NATS_URL: 'nats://h',
  QHUB_POSTGRES_URL: 'postgres://h',
}

t.test('servers that the environment names need not be installed', async (t) => {
  const bin = t.testdir({ promtool: '', curl: '', chromium: '' })
  for (const name of ['promtool', 'curl', 'chromium']) chmodSync(`${bin}/${name}`, 0o755)
  const { status, stderr } = check({ ...given, PATH: bin })
  t.equal(status, 0, stderr)
})

t.test('what is missing is said plainly', async (t) => {
  const { status, stderr } = check({ QHUB_POSTGRES_URL: 'postgres://h', PATH: t.testdir() })
  t.equal(status, 1)
  t.same(stderr.trim().split('\n'), [
    'redis-server is missing: install it (Debian: apt-get install redis-server) or set QHUB_REDIS_URL',
    'nats-server is missing: install it (Debian: apt-get install nats-server) or set QHUB_NATS_URL',
    'promtool is missing: install it (Debian: apt-get install prometheus)',
    'curl is missing: install it (Debian: apt-get install curl)',
    'chromium is missing: install it (Debian: apt-get install chromium)',
  ])
})

t.test(
  'on Debian, as root, what is missing is installed',
  { skip: process.getuid?.() !== 0 },
  async (t) => {
    const bin = t.testdir({
      'apt-get': `#!/bin/sh
      echo "$DEBIAN_FRONTEND: $*" >&2
      if [ "$2" = install ]; then for name in redis-server nats-server promtool curl chromium; do
        echo '#!/bin/sh' > "\${0%/*}/$name"; /bin/chmod +x "\${0%/*}/$name"; done; fi`,
    })
    chmodSync(`${bin}/apt-get`, 0o755)
    const { status, stderr } = check({ QHUB_POSTGRES_URL: 'postgres://h', PATH: bin })
    t.equal(status, 0)
    t.match(
      stderr,
      /noninteractive: -q update\n.*install -y --no-install-recommends .*nats-server prometheus curl chromium/,
    )
  },
)

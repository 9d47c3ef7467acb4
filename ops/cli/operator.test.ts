import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { startPostgres } from '../embedded/postgres/start.ts'

const cli = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Runs `qhub operator create`; its exit code and what it said. */
const create = async (environment: Readonly<Record<string, string>>) => {
  const args = ['operator', 'create', '--email', 'olga@example.org', '--username', 'olga']
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['--import=tsx', cli, ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [code, said] = await Promise.all([exited, text(child.stderr)])
  return { code, said }
}

t.test('a data directory in use is one plain line', async (t) => {
  const dataDir = t.testdir()
  const hub = await startPostgres({ dataDir, durable: false, onProgress: () => undefined })
  t.teardown(hub.stop)
  const { code, said } = await create({
    QHUB_DATA_DIR: dataDir,
    OPERATOR_PASSWORD: 'a long password',
  })
  t.equal(code, 1)
  t.match(said, /^qhub: process \d+ runs a Postgres on this data directory .*while no hub runs/)
  t.notMatch(said, / at .*\.ts:\d+/, 'no stack')
})

t.test('so is a password that was not given', async (t) => {
  const { code, said } = await create({ QHUB_DATA_DIR: t.testdir() })
  t.same([code, said], [2, 'qhub: OPERATOR_PASSWORD is not set\n'])
})

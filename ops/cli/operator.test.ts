import t from 'tap'
import { runQhub } from '../../test/kit/qhub.ts'
import { startPostgres } from '../embedded/postgres/start.ts'

t.setTimeout(120_000)

/** Runs `qhub operator create`; its exit code and what it said. */
const create = async (environment: Readonly<Record<string, string>>) => {
  const args = ['operator', 'create', '--email', 'olga@example.org', '--username', 'olga']
  const { code, err } = await runQhub(args, environment)
  return { code, said: err }
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
  t.notMatch(said, / at .*\.[jt]s:\d+/, 'no stack')
})

t.test('so is a password that was not given', async (t) => {
  const { code, said } = await create({ QHUB_DATA_DIR: t.testdir() })
  t.same([code, said], [2, 'qhub: OPERATOR_PASSWORD is not set\n'])
})

import t from 'tap'
import { createProgram } from '../../ops/cli/program.ts'
import { Ending } from '../../ops/cli/say.ts'
import { categoryOf } from '../../ops/decisions/recording.ts'
import { recordings } from '../decisions/recordings.ts'
import { storedOf } from '../kit/recorded-instances.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { startTestPostgres } from '../servers/postgres.ts'

t.setTimeout(120_000)
const [log, postgres] = await Promise.all([startTestEventStore(), startTestPostgres()])
t.teardown(() => Promise.all([log.stop(), postgres.stop()]))
process.env['QHUB_DATA_DIR'] = t.testdir()
process.env['QHUB_EVENTSTORE_URL'] = log.connectionString
process.env['QHUB_POSTGRES_URL'] = postgres.url

/** The workload's streams that any of this reads. */
const wanted = new Set(
  'jobExecution job device wallet priceBook meter usage rerating organisation'.split(' '),
)
const recorded = (recordings().get('workload')?.events ?? [])
  .filter(({ stream }) => wanted.has(categoryOf(stream)))
  .map(storedOf)
const streams = new Map<string, (typeof recorded)[number][]>()
for (const event of recorded)
  streams.set(event.stream, [...(streams.get(event.stream) ?? []), event])
// In the order of the log that it was.
for (const event of recorded) {
  const expected = event.revision === 0n ? 'no-stream' : event.revision - 1n
  await log.eventStore.append(event.stream, [event], expected)
}
const head = await log.eventStore.head()

/** What a command says on stdout; throws how it ends when it fails. */
const qhub = async (...args: readonly string[]): Promise<string> => {
  const said = t.capture(process.stdout, 'write', () => true)
  try {
    await createProgram().parseAsync(['node', 'qhub', ...args])
  } finally {
    said.restore()
  }
  return said()
    .map(({ args: [text] }) => String(text))
    .join('')
}

/** How a command ends that fails. */
const endOf = async (...args: readonly string[]) => {
  try {
    await qhub(...args)
  } catch (error) {
    if (error instanceof Ending) return { exitCode: error.exitCode, code: error.code }
    throw error
  }
  return { exitCode: 0, code: 'NONE' }
}

const charged = [...streams.values()].find(
  ([first, ...rest]) =>
    first?.stream.startsWith('jobExecution-') === true &&
    rest.some(({ data }) => JSON.stringify(data).includes('"captureHold"')),
)
const jobId = charged?.[0]?.stream.slice('jobExecution-'.length) ?? ''

t.test('the state of a job at any moment', async (t) => {
  const at = async (...args: readonly string[]) =>
    JSON.parse(await qhub('state', `job-${jobId}`, '--json', ...args)) as {
      readonly revision: string
      readonly last: { readonly position: string; readonly at: string; readonly type: string }
      readonly state: { readonly status?: string }
    }
  const now = await at()
  t.equal(now.state.status, 'COMPLETED')
  const third = await at('--at', '2')
  t.equal(third.revision, '2')
  const { position, at: recordedAt } = third.last
  t.strictSame(await at('--at', `position:${position}`), third)
  t.equal((await at('--at', recordedAt)).last.at, recordedAt)
  t.match(await qhub('state', `job-${jobId}`, '--diff', '0..2'), /JobQueued {2}changed/)
  t.match(await qhub('state', `jobExecution-${jobId}`), /"step"/, 'a saga has a state, too')
})

t.test('what is no state, and its exit codes', async (t) => {
  const stream = `job-${jobId}`
  const none = '00000000-0000-4000-8000-000000000000'
  for (const [args, exitCode, code] of [
    [['state', 'nothing-1'], 2, 'WRONG_USE'],
    [['state', stream, '--at', 'soon'], 2, 'WRONG_USE'],
    [['state', stream, '--diff', '1'], 2, 'WRONG_USE'],
    [['state', stream, '--at', '1', '--diff', '0..1'], 2, 'WRONG_USE'],
    [['state', none], 1, 'NOT_FOUND'],
    [['state', `job-${none}`], 1, 'NOT_FOUND'],
    [['state', stream, '--at', '999'], 1, 'MOMENT_TOO_LATE'],
    [['state', stream, '--at', 'position:0'], 1, 'MOMENT_TOO_EARLY'],
    [['state', stream, '--at', '2001-01-01T00:00:00Z'], 1, 'MOMENT_TOO_EARLY'],
    [['whatif', 'job', none, '--price', '{"perShot":"1"}'], 1, 'NOT_FOUND'],
    [['whatif', 'job', jobId], 2, 'WRONG_USE'],
    [['whatif', 'job', jobId, '--price-book', 'none'], 1, 'NO_SUCH_CHANGE'],
    [['whatif', 'saga', `job-${jobId}`, '--set', '0', '/a=1'], 2, 'WRONG_USE'],
  ] as const)
    t.same(await endOf(...args), { exitCode, code }, args.join(' '))
})

t.test('a job at another price, and any saga with one input changed', async (t) => {
  const text = await qhub('whatif', 'job', jobId, '--price', '{"perTask":"0.5"}')
  t.match(text, /\+ request captureHold .*\n/)
  t.match(text, /it would have gone otherwise\n$/)
  const input = charged?.find(({ type }) => type === 'SagaInputReceived')?.revision.toString() ?? ''
  const other = await qhub(
    'whatif',
    'saga',
    `jobExecution-${jobId}`,
    '--json',
    '--set',
    input,
    '/input/data/timeLimit=7',
  )
  t.match(JSON.parse(other), { differs: true })
})

t.test('a month of usage by another price book is what a dry run recorded', async (t) => {
  const rerating = recorded.find(({ type }) => type === 'UsageRerated')
  const found = rerating?.data as {
    readonly organisation: string
    readonly month: string
    readonly before: Book
    readonly after: Book
    readonly difference: string
  }
  const { organisation, month, before, after, difference } = found
  const name = ({ priceBookId, version }: Book) => `${priceBookId}@${version}`
  const said = await qhub(
    'whatif',
    'usage',
    organisation,
    month,
    '--price-book',
    name(after),
    '--against',
    name(before),
    '--json',
  )
  t.match(JSON.parse(said), { organisation, month, before, after })
  t.ok(difference)
})
type Book = { readonly priceBookId: string; readonly version: number }

t.test('nothing was written', async (t) => {
  t.equal(await log.eventStore.head(), head)
})

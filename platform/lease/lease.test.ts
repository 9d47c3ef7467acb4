import { Client } from 'pg'
import t from 'tap'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { withLease } from './lease.ts'

const server = await startTestPostgres({ migrated: false })
t.teardown(server.stop)

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const admin = async (sql: string, ...values: readonly unknown[]) => {
  const client = new Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(sql, [...values])
  await client.end()
  return rows
}

const called = (name: string): string => `quantum-hub lease ${name}`

const pids = (name: string) =>
  admin('SELECT pid FROM pg_stat_activity WHERE application_name = $1', called(name))

const sessions = async (name: string): Promise<number> => (await pids(name)).length

const backend = async (name: string): Promise<number> => {
  const [row] = await pids(name)
  if (!row) throw new Error(`nobody holds ${name}`)
  return row.pid
}

t.test('one at a time, all in turn', async (t) => {
  const { signal } = new AbortController()
  let inside = 0
  let most = 0
  const work = async (n: number): Promise<number> => {
    inside += 1
    most = Math.max(most, inside)
    await sessions('turn')
    inside -= 1
    return n
  }
  const all = [1, 2, 3, 4, 5].map((n) => withLease(server.url, 'turn', { signal }, () => work(n)))
  t.same(
    await Promise.all(all),
    [1, 2, 3, 4, 5].map((value) => ({ kind: 'finished', value })),
  )
  t.equal(most, 1)
  t.equal(await sessions('turn'), 0, 'no session is left')
})

t.test('leases of other names do not wait', async (t) => {
  const { signal } = new AbortController()
  const nested = withLease(server.url, 'outer', { signal }, () =>
    withLease(server.url, 'inner', { signal }, async () => 'both'),
  )
  t.same(await nested, { kind: 'finished', value: { kind: 'finished', value: 'both' } })
})

t.test('a lost connection stops the work, and the next in line begins', async (t) => {
  const { signal } = new AbortController()
  let entered: (() => void) | undefined
  const inside = new Promise<void>((resolve) => {
    entered = resolve
  })
  const first = withLease(server.url, 'lost', { signal }, async (work) => {
    entered?.()
    await untilAborted(work)
  })
  await inside
  const pid = await backend('lost')
  const onWaiting = () => void admin('SELECT pg_terminate_backend($1)', pid)
  const second = withLease(server.url, 'lost', { signal, onWaiting }, async () => 'second')
  t.same(await second, { kind: 'finished', value: 'second' })
  t.match(await first, { kind: 'lost', reason: /terminat/ })
})

// The server's process is halted, so the server must be on this machine.
const skip = process.env['QHUB_POSTGRES_URL'] ? 'the server may be elsewhere' : false

t.test('a server that does not answer counts as lost', { skip }, async (t) => {
  const { signal } = new AbortController()
  const halted = async (work: AbortSignal): Promise<void> => {
    const pid = await backend('silent')
    process.kill(pid, 'SIGSTOP')
    await untilAborted(work)
    process.kill(pid, 'SIGCONT')
  }
  const outcome = await withLease(server.url, 'silent', { signal, heartbeatMs: 100 }, halted)
  t.match(outcome, { kind: 'lost', reason: /no answer within 100 ms/ })
})

t.test("the caller's signal reaches the work, and ends the waiting", async (t) => {
  const caller = new AbortController()
  const { signal } = caller
  let held = false
  const holding = withLease(server.url, 'abort', { signal }, async (work) => {
    held = true
    await untilAborted(work)
    return 'stopped in order'
  })
  await eventually(() => held || undefined)
  const waiter = new AbortController()
  const onWaiting = () => waiter.abort()
  const waiting = withLease(
    server.url,
    'abort',
    { signal: waiter.signal, onWaiting },
    async () => 'never',
  )
  t.same(await waiting, { kind: 'aborted' })
  caller.abort()
  t.same(await holding, { kind: 'finished', value: 'stopped in order' })
  const late = await withLease(server.url, 'abort', { signal }, async () => 'never')
  t.same(late, { kind: 'aborted' })
  await eventually(async () => (await sessions('abort')) === 0 || undefined)
})

t.test('what the work throws is thrown, and the lease is free again', async (t) => {
  const { signal } = new AbortController()
  const broken = withLease(server.url, 'throw', { signal }, () => Promise.reject(new Error('mine')))
  await t.rejects(broken, /^mine$/)
  const next = await withLease(server.url, 'throw', { signal }, async () => 'free')
  t.same(next, { kind: 'finished', value: 'free' })
})

import { Client } from 'pg'
import t from 'tap'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { shareWork } from './shares.ts'

const server = await startTestPostgres({ migrated: false })
t.teardown(server.stop)

const pieces = 16
const quick = { pieces, lookEveryMs: 20 }

const admin = async (sql: string, ...values: readonly unknown[]): Promise<void> => {
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(sql, [...values])
  await client.end()
}

/** Who works on what, and whether two ever worked on the same. */
const watch = (name: string) => {
  const workers = new Map<number, string>()
  let doubled = 0
  const join = (member: string) => {
    const stopping = new AbortController()
    const ended = shareWork(
      server.url,
      { ...quick, name, signal: stopping.signal },
      async (piece, signal) => {
        if (workers.has(piece)) doubled += 1
        workers.set(piece, member)
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        )
        if (workers.get(piece) === member) workers.delete(piece)
      },
    )
    return async (): Promise<void> => {
      stopping.abort()
      await ended
    }
  }
  const parts = (): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const member of workers.values()) counts[member] = (counts[member] ?? 0) + 1
    return counts
  }
  const until = (wanted: Readonly<Record<string, number>>) =>
    eventually(() => {
      const now = parts()
      const same =
        Object.keys(now).length === Object.keys(wanted).length &&
        Object.entries(wanted).every(([member, count]) => now[member] === count)
      return same ? now : undefined
    })
  return { join, until, parts, doubled: () => doubled }
}

t.test('parts are fair, whoever comes and goes', async (t) => {
  const { join, until, doubled } = watch('fair')
  const leaveA = join('a')
  await until({ a: 16 })
  const leaveB = join('b')
  await until({ a: 8, b: 8 })
  await leaveA()
  await until({ b: 16 })
  await leaveB()
  await until({})
  t.equal(doubled(), 0, 'never two on one piece')
})

t.test('of three, everything is done and nobody has more than six', async (t) => {
  const { join, until, parts, doubled } = watch('three')
  const leave = ['a', 'b', 'c'].map(join)
  await eventually(() => {
    const counts = Object.values(parts())
    const all = counts.reduce((sum, count) => sum + count, 0)
    return counts.length === 3 && all === pieces && Math.max(...counts) === 6 ? true : undefined
  })
  await Promise.all(leave.map((each) => each()))
  await until({})
  t.equal(doubled(), 0)
})

t.test('who is cut off loses its part, and takes part again', async (t) => {
  const { join, until } = watch('cut')
  const leave = join('a')
  await until({ a: 16 })
  await admin(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1`,
    'quantum-hub lease cut',
  )
  await until({})
  await until({ a: 16 })
  await leave()
  t.pass('gone and back')
})

t.test('work that fails is told and begun again', async (t) => {
  const stopping = new AbortController()
  const troubles: unknown[] = []
  let begun = 0
  const onTrouble = (error: unknown): void => void troubles.push(error)
  const sharing = { name: 'fails', pieces: 1, lookEveryMs: 20, signal: stopping.signal, onTrouble }
  await shareWork(server.url, sharing, async () => {
    begun += 1
    if (begun === 1) throw new Error('as ordered')
    stopping.abort()
  })
  t.equal(begun, 2)
  t.match(troubles, [{ message: 'as ordered' }])
})

import { randomUUID } from 'node:crypto'
import t from 'tap'
import fc from '../kit/fast-check.ts'
import { register } from '../../commands/accounts/register.ts'
import { crashingAt, type CrashPoint } from './crash.ts'
import { answerOf, codeOf, ofStream, run, startHub } from './hub.ts'
import { namesHeld } from './names-held.ts'
import { applicant, tokensFor } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()
const tenMinutes = 600_000

const appends = 4
const points: readonly CrashPoint[] = Array.from({ length: appends }, (_, append) => [
  { append, happened: false },
  { append, happened: true },
]).flat()

/** A registration by a process that dies. */
const die = async (point: CrashPoint, wish: unknown, commandId: string): Promise<void> => {
  const dying = hub.process(crashingAt(hub.eventStore, point))
  await run(dying, register, wish, { commandId }).then(
    () => Promise.reject(new Error('it did not die')),
    () => undefined,
  )
}

t.test('killed at any append, a registration is finished by its repetition', async (t) => {
  const usual = ['NameReserved', 'NameReserved', 'OrganisationCreated', 'UserRegistered']
  for (const point of points) {
    const [wish, commandId] = [applicant(), randomUUID()]
    const before = await hub.eventStore.head()
    await die(point, wish, commandId)
    const { userId } = await answerOf(run(hub.process(), register, wish, { commandId }))
    const written = (await hub.log()).filter(({ position }) => position > before)
    const types = written.map(({ type }) => type)
    const name = JSON.stringify(point)
    t.strictSame(types, [...usual, 'PasswordSet', 'VerificationRequested'], name)
    t.ok(written.some(({ stream }) => stream === `user-${userId}`))
    t.equal((await tokensFor(hub, wish.email)).length, 1, 'and the mail is sent')
  }
})

t.test('killed before it was registered, it keeps its names for ten minutes only', async (t) => {
  for (const point of points) {
    if (point.append === appends - 1 && point.happened) continue
    const [wish, commandId] = [applicant(), randomUUID()]
    await die(point, wish, commandId)
    const isReserved = point.append > 0 || point.happened
    const other = { ...wish, password: 'somebody else, same names' }
    hub.clock.advance(tenMinutes - 1)
    const early = await codeOf(run(services, register, other))
    t.equal(early, isReserved ? 'EMAIL_TAKEN' : 'done', `before: ${JSON.stringify(point)}`)
    if (!isReserved) continue
    hub.clock.advance(1)
    const heir = await answerOf(run(services, register, other))
    const late = await codeOf(run(hub.process(), register, wish, { commandId }))
    t.equal(late, 'REGISTRATION_ABANDONED', 'the stalled one never finishes')
    const log = await hub.log()
    t.ok(ofStream(log, `user-${heir.userId}`).includes('UserRegistered'))
    const abandoned = log.filter(({ type }) => type === 'RegistrationAbandoned')
    t.strictSame(ofStream(log, abandoned.at(-1)?.stream ?? ''), ['RegistrationAbandoned'])
  }
})

t.test('registered, the names stand however long ago', async (t) => {
  const [wish, commandId] = [applicant(), randomUUID()]
  await die({ append: appends - 1, happened: true }, wish, commandId)
  hub.clock.advance(365 * 24 * 3_600_000)
  t.equal(await codeOf(run(services, register, wish)), 'EMAIL_TAKEN')
  const renamed = { ...applicant(), username: wish.username }
  t.equal(await codeOf(run(services, register, renamed)), 'USERNAME_TAKEN')
  t.equal(await codeOf(run(services, register, wish, { commandId })), 'done')
})

t.test('a name reserved under a key that went on with another is not lost', async (t) => {
  const [first, commandId] = [applicant(), randomUUID()]
  await die({ append: 0, happened: true }, first, commandId)
  t.equal(await codeOf(run(services, register, applicant(), { commandId })), 'done')
  t.equal(await codeOf(run(services, register, first)), 'done')
})

t.test('of many at once who want one address, exactly one gets it', async (t) => {
  const { email } = applicant()
  const wishes = Array.from({ length: 12 }, () => ({ ...applicant(), email }))
  const codes = await Promise.all(wishes.map((wish) => codeOf(run(hub.process(), register, wish))))
  t.strictSame(codes.toSorted(), [...Array.from({ length: 11 }, () => 'EMAIL_TAKEN'), 'done'])
})

t.test(
  'of many at once who want one username, exactly one gets it; addresses stay free',
  async (t) => {
    const { username } = applicant()
    const wishes = Array.from({ length: 12 }, () => ({ ...applicant(), username }))
    const codes = await Promise.all(
      wishes.map((wish) => codeOf(run(hub.process(), register, wish))),
    )
    t.strictSame(codes.toSorted(), [...Array.from({ length: 11 }, () => 'USERNAME_TAKEN'), 'done'])
    for (const [index, { email }] of wishes.entries())
      if (codes[index] !== 'done')
        t.equal(await codeOf(run(services, register, { ...applicant(), email })), 'done')
  },
)

t.test('one command in many processes at once registers one person', async (t) => {
  const [wish, commandId] = [applicant(), randomUUID()]
  const all = Array.from({ length: 8 }, () => run(hub.process(), register, wish, { commandId }))
  const outcomes = await Promise.all(all)
  const done = outcomes.filter((outcome) => outcome.kind === 'done')
  t.ok(done.length > 0)
  t.equal(new Set(done.map(({ answer }) => answer.userId)).size, 1)
  for (const outcome of outcomes)
    if (outcome.kind === 'failed') t.equal(outcome.failure.code, 'CONCURRENT_CHANGE')
})

t.test('whoever dies when, every registered person holds their own names alone', async (t) => {
  const attempt = fc.record({
    email: fc.nat({ max: 1 }),
    username: fc.nat({ max: 1 }),
    key: fc.nat({ max: 5 }),
    crash: fc.option(fc.constantFrom(...points)),
  })
  const round = fc.record({
    attempts: fc.array(attempt, { minLength: 1, maxLength: 4 }),
    minutesAfter: fc.constantFrom(0, 4, 11),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 5 }), async (rounds) => {
      const names = [applicant(), applicant()] as const
      const keys = Array.from({ length: 6 }, () => randomUUID())
      for (const { attempts, minutesAfter } of rounds) {
        const running = attempts.map(async ({ email, username, key, crash }) => {
          const store = crash === null ? hub.eventStore : crashingAt(hub.eventStore, crash)
          const wish = {
            ...names[0],
            email: names[email]?.email,
            username: names[username]?.username,
          }
          await run(hub.process(store), register, wish, { commandId: keys[key] ?? '' })
        })
        await Promise.allSettled(running)
        hub.clock.advance(minutesAfter * 60_000)
      }
      return namesHeld(await hub.log())
    }),
    { numRuns: 25 },
  )
  t.pass('held')
})

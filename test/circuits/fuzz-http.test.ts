import t from 'tap'
import fc from '../kit/fast-check.ts'
import { Refused } from '../../ops/client/http-client.ts'
import { demanding, hopeless } from '../fuzz/adversarial-programs.ts'
import { brokenProgram, fuzzRuns, fuzzSeed, validProgram } from '../fuzz/openqasm-programs.ts'
import { openDevice } from './kit/devices.ts'
import { isDocumented } from './kit/documented.ts'
import { openWorld, type World } from './kit/hub.ts'
import { inParallel } from './kit/in-parallel.ts'
import { hasSettled, jobWhen, submit, type Work } from './kit/jobs.ts'
import { Place } from './kit/place.ts'

/*
 * The same programs through the front door: every answer is one of the documented ones, none is the server's fault, and
 * what was accepted ends with its money resolved.
 */

/** What a refused program may be told. */
const refusals: ReadonlyMap<string, number> = new Map([
  ['INVALID_CIRCUIT', 422],
  ['TOO_MANY_QUBITS', 422],
  // An empty program, and one that JSON escapes to more than a body may hold.
  ['INVALID_INPUT', 400],
  ['PAYLOAD_TOO_LARGE', 413],
])

const badRefusal = ({ status, code, problem }: Refused): string | undefined => {
  if (refusals.get(code) !== status) return `${status} ${code} is not what a program is told`
  if (status !== 422) return undefined
  const { success, error } = Place.safeParse(problem)
  return success ? undefined : `no place in the program: ${error.message}`
}

const preview = ({ http, researcher }: World, body: Work) =>
  http.send('POST', '/v1/jobs?validateOnly=true', body, { token: researcher.token })

type Named = readonly [name: string, source: string]

t.test('programs through the front door', async (t) => {
  const world = await openWorld(t)
  const deviceId = await openDevice(world, {}, { timeLimit: 5 })
  const work = (source: string) => ({ source, deviceId, shots: 8, seed: 'fuzz' })
  const generated = (count: number, seed: number): readonly Named[] =>
    fc
      .sample(fc.oneof(validProgram, brokenProgram), { numRuns: count, seed })
      .map((source, index) => [`program ${index} of seed ${seed}`, source])

  /** Calls the front door; says what is wrong with its answer, if it is no documented one. */
  const judged = async <Answer>(attempt: Promise<Answer>): Promise<Answer | string | undefined> => {
    try {
      return await attempt
    } catch (error) {
      return error instanceof Refused ? badRefusal(error) : String(error)
    }
  }

  await t.test('validated only: nothing is appended, whatever the program', async (t) => {
    const appended = await world.watchAppends()
    let taken = 0
    const programs = [
      ...generated(Math.ceil(fuzzRuns(1000) / 10), fuzzSeed()),
      ...Object.entries(hopeless),
      ...Object.entries(demanding),
    ]
    await inParallel(programs, 4, async ([name, source]) => {
      const answer = await judged(preview(world, work(source)))
      if (typeof answer === 'string')
        t.fail(`${name}: ${answer}`, { source: source.slice(0, 4000) })
      if (typeof answer === 'object') {
        taken += 1
        t.match(answer, { status: 200, body: { validateOnly: true } }, name)
      }
    })
    t.ok(taken > Object.keys(demanding).length, `${taken} of ${programs.length} would be accepted`)
    t.same(await appended(), [])
  })

  await t.test('submitted: what is accepted ends, and its money is resolved', async (t) => {
    const jobs: (readonly [name: string, jobId: string])[] = []
    const programs = [
      ...generated(Math.ceil(fuzzRuns(1000) / 50), fuzzSeed() + 1),
      ...Object.entries(demanding),
    ]
    await inParallel(programs, 4, async ([name, source]) => {
      const answer = await judged(submit(world, work(source)).then((jobId) => ({ jobId })))
      if (typeof answer === 'string')
        t.fail(`${name}: ${answer}`, { source: source.slice(0, 4000) })
      if (typeof answer === 'object') jobs.push([name, answer.jobId])
    })
    t.ok(
      jobs.length > Object.keys(demanding).length,
      `${jobs.length} of ${programs.length} accepted`,
    )
    for (const [name, jobId] of jobs) {
      const { status, failure, result } = await jobWhen(world, jobId, hasSettled)
      if (status === 'COMPLETED') t.equal(result?.shots, 8, name)
      else {
        t.equal(status, 'FAILED', name)
        t.equal(failure?.faultDomain, 'USER', name)
        t.ok(isDocumented(failure?.code ?? ''), `${name}: ${failure?.code ?? ''}`)
      }
    }
  })
})

import t from 'tap'
import { readShared, withoutData } from '../data/shared.ts'
import { openDevice } from './kit/devices.ts'
import { openWorld } from './kit/hub.ts'
import { refusalOf, submit } from './kit/jobs.ts'
import { Place } from './kit/place.ts'

/* Programs that are wrong are refused at the front door, with their place, and leave no trace in the log. */

const invalid = readShared('qasm/invalid', '.qasm')
const skip = withoutData('qasm/invalid')

/** What the single lines of the collections may take as declared. */
const prelude = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q; bit[2] c; int myvar0;\n'
const preludeLines = 3

const linesOf = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//'))

t.test('invalid programs', { skip }, async (t) => {
  const world = await openWorld(t)
  const deviceId = await openDevice(world)

  await t.test('are refused with line and column, and nothing is appended', async (t) => {
    t.ok(invalid.size >= 6, `${invalid.size} programs`)
    const appended = await world.watchAppends()
    for (const [name, source] of invalid) {
      const { status, problem } = await refusalOf(submit(world, { source, deviceId }))
      t.equal(status, 422, name)
      t.match(problem, { code: 'INVALID_CIRCUIT', status: 422 }, name)
      const { pointer, code, line, column } = Place.parse(problem).errors[0]
      t.equal(pointer, '/source', name)
      t.match(code, /^QASM_[A-Z_]+$/u, name)
      const lines = source.split('\n')
      t.ok(line <= lines.length, `${name}: line ${line}`)
      t.ok(column <= (lines[line - 1] ?? '').length + 1, `${name}: column ${column}`)
    }
    t.same(await appended(), [])
  })

  await t.test('so is each of their lines on its own', async (t) => {
    const appended = await world.watchAppends()
    for (const [name, text] of invalid) {
      if (!name.startsWith('oq3_')) continue
      for (const line of linesOf(text)) {
        const source = prelude + line.replaceAll('$0', 'q[0]').replaceAll('$1', 'q[1]')
        const { problem } = await refusalOf(submit(world, { source, deviceId }))
        t.match(problem, { code: 'INVALID_CIRCUIT' }, `${name}: ${line}`)
        t.ok(Place.parse(problem).errors[0].line >= preludeLines, `${name}: ${line}`)
      }
    }
    t.same(await appended(), [])
  })

  await t.test('as a problem document of its own media type', async (t) => {
    const { writeApi = '' } = world.hub.addresses
    const response = await fetch(new URL('/v1/jobs', writeApi), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        authorization: `Bearer ${world.researcher.token}`,
      },
      body: JSON.stringify({
        source: 'OPENQASM 2.0;\nqreg q[2];\n  h q[0];\n',
        deviceId,
        shots: 1,
      }),
    })
    t.equal(response.status, 422)
    t.match(response.headers.get('content-type'), /^application\/problem\+json/u)
    const { errors } = Place.parse(await response.json())
    t.match(errors[0], { line: 3, column: 3, code: 'QASM_UNDEFINED' }, 'no include, no h')
  })

  await t.test('while a valid one does leave its trace', async (t) => {
    const appended = await world.watchAppends()
    const jobId = await submit(world, { source: prelude, deviceId })
    t.same(await appended(), [`JobSubmitted in job-${jobId}`])
  })
})

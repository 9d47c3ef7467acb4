import t from 'tap'
import { createReporter } from './reporter.ts'
import { createWindow } from './window.ts'
import { bytesInWords, lineOf, secondsInWords } from './words.ts'

/** A screen of the test's own, with a clock that it sets. */
const screenOf = (kind: 'terminal' | 'plain' | 'json') => {
  const state = { at: 0, drawn: '', printed: [] as unknown[] }
  const reporter = createReporter({
    json: kind === 'json',
    isTerminal: kind === 'terminal',
    width: () => 60,
    draw: (text) => void (state.drawn += text),
    print: (line) => void state.printed.push(JSON.parse(line)),
    now: () => state.at,
  })
  return { state, reporter }
}

t.test('amounts and times in words', async (t) => {
  t.same([0, 1023, 1024, 5 * 2 ** 30].map(bytesInWords), ['0 B', '1023 B', '1.0 KiB', '5.0 GiB'])
  t.same([0.2, 59, 60, 119.2, 3661].map(secondsInWords), [
    '1 s',
    '59 s',
    '1 min 0 s',
    '2 min 0 s',
    '1 h 1 min',
  ])
  const step = { phase: 'reading', done: 50, total: 200, unit: 'events', lag: 1200 }
  const pace = { perSecond: 10, secondsLeft: 15 }
  t.equal(
    lineOf(step, pace),
    'reading  [######..................]  25 %  50 of 200 events  10/s  15 s left  1,200 events behind',
  )
  t.equal(
    lineOf({ ...step, isEstimate: true }, { perSecond: 0.5 }, { bar: false }),
    'reading  25 %  50 of about 200 events  0.5/s  1,200 events behind',
  )
  t.equal(
    lineOf({ phase: 'copying', done: 2048, unit: 'bytes' }, { perSecond: 1024 }),
    'copying  2.0 KiB  1.0 KiB/s',
  )
})

t.test('the pace is that of the last seconds, not that of the whole', async (t) => {
  const pace = createWindow()
  for (let second = 0; second <= 60; second++)
    pace({ phase: 'p', done: second * 1000, total: 100_000, unit: 'events' }, second * 1000)
  for (let second = 61; second <= 80; second++)
    pace({ phase: 'p', done: 60_000 + (second - 60) * 10, total: 100_000, unit: '' }, second * 1000)
  const { perSecond, secondsLeft = 0 } = pace(
    { phase: 'p', done: 60_210, total: 100_000, unit: '' },
    81_000,
  )
  t.equal(perSecond, 10)
  t.equal(Math.round(secondsLeft), 3979)
  t.same(createWindow()({ phase: 'p', done: 0, total: 5, unit: '' }, 5), { perSecond: 0 })
})

t.test('a terminal’s line is drawn over, cut to its width, and gone at the end', async (t) => {
  const { state, reporter } = screenOf('terminal')
  reporter.step({ phase: 'reading', done: 0, total: 10, unit: 'events' })
  state.at = 50
  reporter.step({ phase: 'reading', done: 1, total: 10, unit: 'events' })
  const lines = state.drawn.split('\r\u001b[2K')
  t.equal(lines.length, 2, 'the second came too soon')
  t.ok(lines.every((line) => line.length < 60))
  reporter.say('something else')
  t.ok(state.drawn.includes('\r\u001b[2Ksomething else\nreading'))
  reporter.end()
  t.ok(state.drawn.endsWith('\r\u001b[2K'))
})

t.test('elsewhere a line now and then, and none for what is quickly over', async (t) => {
  const { state, reporter } = screenOf('plain')
  const step = (at: number, done: number) => {
    state.at = at
    reporter.step({ phase: 'reading', done, total: 100, unit: 'events' })
  }
  step(0, 0)
  step(4_900, 49)
  t.equal(state.drawn, '')
  step(5_000, 50)
  step(6_000, 60)
  step(10_000, 99)
  t.equal(
    state.drawn,
    'reading  50 %  50 of 100 events  10/s  5 s left\nreading  99 %  99 of 100 events  9.9/s  1 s left\n',
  )
})

t.test('programs get lines of JSON', async (t) => {
  const { state, reporter } = screenOf('json')
  reporter.step({ phase: 'reading', done: 0, unit: 'events', share: 0 })
  state.at = 1_000
  reporter.step({ phase: 'reading', done: 30, unit: 'events', share: 0.25, lag: 3 })
  reporter.end()
  t.equal(state.drawn, '')
  t.match(state.printed, [
    { kind: 'progress', phase: 'reading', done: 0, perSecond: 0 },
    { phase: 'reading', share: 0.25, lag: 3, perSecond: 30, secondsLeft: 3, elapsedMs: 1000 },
  ])
})

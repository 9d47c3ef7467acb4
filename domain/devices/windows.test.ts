import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { isOpen, openUntil, nextOpening, nextStart, type ExecutionWindow } from './windows.ts'

const at = (instant: string): number => Date.parse(instant)
const window = (
  executionDay: ExecutionWindow['executionDay'],
  windowStartHour: string,
  windowEndHour: string,
): ExecutionWindow => ({ executionDay, windowStartHour, windowEndHour })

// 2026-01-05 is a Monday.
t.test('open or closed', async (t) => {
  const weekdays = [window('Weekdays', '09:00:00', '17:00:00')]
  const weekend = [window('Weekend', '00:00:00', '00:00:00')]
  const night = [window('Friday', '22:00:00', '02:00:00')]
  const wholeDay = [window('Monday', '06:00:00', '06:00:00')]
  const cases: readonly [readonly ExecutionWindow[], string, boolean][] = [
    [[], '2026-01-05T03:00:00Z', true],
    [weekdays, '2026-01-05T08:59:59.999Z', false],
    [weekdays, '2026-01-05T09:00:00Z', true],
    [weekdays, '2026-01-05T16:59:59.999Z', true],
    [weekdays, '2026-01-05T17:00:00Z', false],
    [weekdays, '2026-01-10T12:00:00Z', false],
    [weekend, '2026-01-09T23:59:59.999Z', false],
    [weekend, '2026-01-10T00:00:00Z', true],
    [weekend, '2026-01-11T23:59:59.999Z', true],
    [weekend, '2026-01-12T00:00:00Z', false],
    [night, '2026-01-09T22:00:00Z', true],
    [night, '2026-01-10T01:59:59.999Z', true],
    [night, '2026-01-10T02:00:00Z', false],
    [night, '2026-01-09T01:00:00Z', false],
    [wholeDay, '2026-01-06T05:59:59.999Z', true],
    [wholeDay, '2026-01-06T06:00:00Z', false],
    [[window('Everyday', '12:00:00', '12:00:01')], '2026-01-07T12:00:00.500Z', true],
  ]
  for (const [windows, instant, open] of cases)
    t.equal(isOpen(windows, at(instant)), open, `${JSON.stringify(windows)} at ${instant}`)
})

t.test('the next opening, and the next start', async (t) => {
  const mondays = [window('Monday', '09:00:00', '10:00:00')]
  const opening = (instant: string) => new Date(nextOpening(mondays, at(instant))).toISOString()
  t.equal(opening('2026-01-05T08:00:00Z'), '2026-01-05T09:00:00.000Z')
  t.equal(opening('2026-01-05T09:30:00Z'), '2026-01-05T09:30:00.000Z', 'now, inside')
  t.equal(opening('2026-01-05T10:00:00Z'), '2026-01-12T09:00:00.000Z', 'a week later')
  t.equal(
    nextStart(mondays, at('2026-01-05T09:00:00Z')),
    at('2026-01-12T09:00:00Z'),
    'strictly after',
  )
  t.equal(nextStart([], at('2026-01-05T09:00:00Z')), undefined)
})

const time = fc
  .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }), fc.nat({ max: 59 }))
  .map((parts) => parts.map((part) => part.toString().padStart(2, '0')).join(':'))
const anyWindow: fc.Arbitrary<ExecutionWindow> = fc.record({
  executionDay: fc.constantFrom(
    'Everyday',
    'Weekdays',
    'Weekend',
    'Sunday',
    'Wednesday',
    'Saturday',
  ),
  windowStartHour: time,
  windowEndHour: time,
})
const instant = fc.integer({ min: at('1969-01-01T00:00:00Z'), max: at('2200-01-01T00:00:00Z') })

t.test('what opens is open, and was closed until then', async () => {
  const weekMs = 7 * 86_400_000
  fc.assert(
    fc.property(fc.array(anyWindow, { maxLength: 4 }), instant, (windows, now) => {
      const opening = nextOpening(windows, now)
      return (
        isOpen(windows, opening) &&
        opening >= now &&
        opening < now + weekMs &&
        (opening === now || !isOpen(windows, opening - 1)) &&
        isOpen(windows, now) === (opening === now)
      )
    }),
  )
})

t.test(
  'a window begins where it says, within a week, and nothing opens without a start',
  async () => {
    const windows = fc.array(anyWindow, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(windows, instant, (windows, now) => {
        const start = nextStart(windows, now)
        if (start === undefined) return false
        const opening = nextOpening(windows, now)
        return (
          start > now &&
          start <= now + 7 * 86_400_000 &&
          isOpen(windows, start) &&
          (opening === now || opening === start)
        )
      }),
    )
  },
)

t.test('open exactly when some window of the week covers the instant', async () => {
  const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
  const days = (window: ExecutionWindow): readonly string[] => {
    if (window.executionDay === 'Everyday') return names
    if (window.executionDay === 'Weekdays') return names.slice(1, 6)
    return window.executionDay === 'Weekend' ? ['Saturday', 'Sunday'] : [window.executionDay]
  }
  /** Said another way: by the calendar's own day and clock, comparing the text of the time. */
  const covers = (window: ExecutionWindow, now: number): boolean => {
    const clock = new Date(now).toISOString().slice(11, 19)
    const today = names[new Date(now).getUTCDay()] ?? ''
    const yesterday = names[(new Date(now).getUTCDay() + 6) % 7] ?? ''
    const { windowStartHour: start, windowEndHour: end } = window
    const on = (day: string) => days(window).includes(day)
    if (end > start) return on(today) && clock >= start && clock < end
    return (on(today) && clock >= start) || (on(yesterday) && clock < end)
  }
  fc.assert(
    fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 4 }), instant, (windows, now) => {
      return isOpen(windows, now) === windows.some((each) => covers(each, now))
    }),
    { numRuns: 1000 },
  )
})

t.test('open until the windows that meet it are over', async (t) => {
  const day = (text: string): number => Date.parse(`2026-01-${text}:00.000Z`)
  const daily = (windowStartHour: string, windowEndHour: string): ExecutionWindow => ({
    ...{ executionDay: 'Everyday', windowStartHour, windowEndHour },
  })
  t.equal(openUntil([], day('05T12:00')), Infinity)
  t.equal(openUntil([daily('09:00:00', '17:00:00')], day('05T12:00')), day('05T17:00'))
  const meeting = [daily('09:00:00', '12:00:00'), daily('11:00:00', '18:00:00')]
  t.equal(openUntil(meeting, day('05T10:00')), day('05T18:00'))
  t.equal(openUntil([daily('22:00:00', '06:00:00')], day('05T23:00')), day('06T06:00'))
  t.equal(openUntil([daily('09:00:00', '17:00:00')], day('05T20:00')), day('05T20:00'), 'closed')
  fc.assert(
    fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 4 }), instant, (windows, now) => {
      const until = openUntil(windows, now)
      if (!isOpen(windows, now)) return until === now
      return until > now && isOpen(windows, until - 1)
    }),
    { numRuns: 500 },
  )
})

import { pino } from 'pino'
import t from 'tap'
import { ProviderTimeout, ProviderUnavailable } from '../../platform/providers/port.ts'
import { succeeded, type EffectOutcome } from './effects.ts'
import { performUntilKnown } from './perform.ts'

const logger = pino({ level: 'silent' })
const patience = { attempts: 3, firstPauseMs: 1, longestPauseMs: 1, lastedMs: 3_600_000 }
const { signal: never } = new AbortController()

/** Fails so many times in this way, then succeeds. */
const failing = (times: number, error: Error) => {
  let attempts = 0
  const attempt = async (): Promise<EffectOutcome> => {
    attempts += 1
    if (attempts <= times) throw error
    return succeeded('done')
  }
  return { attempt, attempts: () => attempts }
}

t.test('an outage is waited for, an open breaker like any other', async (t) => {
  for (const error of [
    new ProviderUnavailable('the breaker is open'),
    new ProviderTimeout('no answer'),
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  ]) {
    const { attempt } = failing(10, error)
    t.match(await performUntilKnown(attempt, patience, logger, never), { result: 'done' })
  }
})

t.test('our own fault is given up', async (t) => {
  const error = new TypeError('not a function')
  const { attempt, attempts } = failing(10, error)
  t.same(await performUntilKnown(attempt, patience, logger, never), {
    type: 'given-up',
    attempts: 3,
    error,
  })
  t.equal(attempts(), 3)
})

t.test('an attempt that lasted begins the counting anew', async (t) => {
  const { attempt } = failing(10, new Error('broke off'))
  const lasting = { ...patience, lastedMs: 0 }
  t.match(await performUntilKnown(attempt, { ...lasting, attempts: 2 }, logger, never), {
    result: 'done',
  })
})

t.test('who is told to stop stops, and gives nothing up', async (t) => {
  const stopping = new AbortController()
  const attempt = async (): Promise<EffectOutcome> => {
    stopping.abort()
    throw new Error('broke off')
  }
  await t.rejects(performUntilKnown(attempt, patience, logger, stopping.signal), {
    name: 'AbortError',
  })
})

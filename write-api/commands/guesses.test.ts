import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { createRateLimit } from '../../platform/http/rate-limit.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { countingGuesses } from './guesses.ts'
import type { Given } from './idempotently.ts'

const config = { rateLimitPerMinute: 9, rateLimitAnonymousPerMinute: 9, rateLimitLoginPerMinute: 9 }
const limit = () =>
  createRateLimit(config, createMemoryCache(), createLogger('silent'), () =>
    Promise.resolve(undefined),
  )
const failed = (code: 'INVALID_CREDENTIALS' | 'EMAIL_NOT_VERIFIED'): Given => ({
  answer: { kind: 'failed', failure: { code, detail: '' } },
  replayed: false,
})

t.test('a hundred wrong tries at one account an hour, from wherever they come', async (t) => {
  const guesses = limit()
  let runs = 0
  const guess = (subject: string) =>
    countingGuesses(guesses, subject, () => {
      runs++
      return Promise.resolve(failed('INVALID_CREDENTIALS'))
    })
  for (let n = 0; n < 100; n++)
    t.match(await guess('ada'), { answer: { failure: { code: 'INVALID_CREDENTIALS' } } })
  t.match(await guess('ada'), { answer: { failure: { code: 'RATE_LIMITED' } } })
  t.equal(runs, 100, 'no password was looked at any more')
  t.match(
    await guess('bob'),
    { answer: { failure: { code: 'INVALID_CREDENTIALS' } } },
    'others go on',
  )
})

t.test('who knows the password is not counted', async (t) => {
  const guesses = limit()
  for (let n = 0; n < 150; n++)
    t.match(
      await countingGuesses(guesses, 'ada', () => Promise.resolve(failed('EMAIL_NOT_VERIFIED'))),
      { answer: { failure: { code: 'EMAIL_NOT_VERIFIED' } } },
    )
})

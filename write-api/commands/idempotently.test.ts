import { pino } from 'pino'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'
import type { HttpAnswer } from './http-answer.ts'
import { idempotently, type Given } from './idempotently.ts'
import { keptAnswers } from './kept-answers.ts'

const logger = pino({ level: 'silent' })
const codes = Object.keys(errorTable) as readonly ErrorCode[]
const done: HttpAnswer = { kind: 'answered', status: 201, headers: { etag: '"0"' }, body: { a: 1 } }

/** The same command twice; how often it was executed and what the second was given. */
const twice = async (answer: HttpAnswer, keep = true) => {
  const answers = keptAnswers(createMemoryCache())
  let executed = 0
  const execute = async (): Promise<Given> => {
    executed += 1
    return { answer, replayed: false }
  }
  const request = { commandId: 'c', fingerprint: 'f', keep }
  await idempotently(answers, logger, request, execute)
  return { second: await idempotently(answers, logger, request, execute), executed }
}

t.test('what is final is kept', async (t) => {
  const { second, executed } = await twice(done)
  t.strictSame([second, executed], [{ answer: done, replayed: true }, 1])
  const issues = [{ pointer: '/source', code: 'X', detail: 'd', line: 1, column: 2 }]
  const refused: HttpAnswer = {
    kind: 'failed',
    failure: { code: 'INVALID_CIRCUIT', detail: 'line 1', issues },
  }
  t.strictSame((await twice(refused)).second, { answer: refused, replayed: true })
})

t.test('secrets are not, nor is what may pass by itself or with another If-Match', async (t) => {
  t.equal((await twice(done, false)).executed, 2)
  for (const code of codes) {
    const { status, retryable } = errorTable[code]
    const { executed } = await twice({ kind: 'failed', failure: { code, detail: 'd' } })
    const passes = retryable || status >= 500 || status === 412
    t.equal(executed, passes ? 2 : 1, code)
  }
})

t.test('an exception leaves no lock behind', async (t) => {
  const answers = keptAnswers(createMemoryCache())
  const request = { commandId: 'c', fingerprint: 'f', keep: true }
  const failing = () => Promise.reject(new Error('broken'))
  await t.rejects(idempotently(answers, logger, request, failing), { message: 'broken' })
  const given = await idempotently(answers, logger, request, () =>
    Promise.resolve({ answer: done, replayed: false }),
  )
  t.equal(given.answer, done)
})

t.test('what the cache holds of others is not believed', async (t) => {
  const cache = createMemoryCache()
  await cache.set('idempotency:c', JSON.stringify({ fingerprint: 'f', answer: { kind: 'other' } }))
  t.equal(await keptAnswers(cache).find('c'), undefined)
})

t.test('of many at a time one executes; the others wait, replay or are refused', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('f', 'f', 'g'), { minLength: 1, maxLength: 12 }),
      fc.scheduler(),
      async (fingerprints, scheduler) => {
        const answers = keptAnswers(createMemoryCache())
        let executed = 0
        const execute = scheduler.scheduleFunction(async (): Promise<Given> => {
          executed += 1
          return { answer: done, replayed: false }
        })
        const all = Promise.all(
          fingerprints.map((fingerprint) =>
            idempotently(answers, logger, { commandId: 'c', fingerprint, keep: true }, execute),
          ),
        )
        await scheduler.waitFor(all)
        const given = (await all).map(({ answer, replayed }) =>
          answer.kind === 'failed' ? answer.failure.code : replayed ? 'replayed' : 'executed',
        )
        return executed === 1 && given.filter((what) => what === 'executed').length === 1
      },
    ),
  )
  t.pass('held')
})

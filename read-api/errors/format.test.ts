import { GraphQLError } from 'graphql'
import t from 'tap'
import { errorsOf, formatError } from './format.ts'
import { queryError } from './query-error.ts'

const format = (error: Parameters<typeof formatError>[0], stage: 'request' | 'execution') => {
  const reported: unknown[] = []
  return {
    formatted: formatError(error, stage, 'trace-1', (inner) => reported.push(inner)),
    reported,
  }
}

t.test('what was decided keeps its code', async (t) => {
  const { formatted, reported } = format(queryError('FORBIDDEN', 'no', { scope: 's' }), 'execution')
  t.same(formatted, {
    message: 'no',
    extensions: { code: 'FORBIDDEN', retryable: false, scope: 's' },
  })
  t.same(reported, [])
})

t.test('what nobody decided is masked, reported, and found by its trace', async (t) => {
  const inner = new Error('password is hunter2')
  const error = new GraphQLError('password is hunter2', {
    originalError: inner,
    path: ['a', 0, 'b'],
    extensions: { code: 'MADE_UP', secret: 1 },
  })
  const { formatted, reported } = format(error, 'execution')
  t.same(formatted, {
    message: 'Something went wrong inside the hub.',
    path: ['a', 0, 'b'],
    extensions: { traceId: 'trace-1', code: 'INTERNAL', retryable: true },
  })
  t.same(reported, [inner])
})

t.test('what graphql-js refuses is the query’s fault', async (t) => {
  for (const stage of ['request', 'execution'] as const)
    t.match(format(new GraphQLError('wrong'), stage).formatted.extensions, {
      code: 'QUERY_INVALID',
    })
  t.match(format({ message: 'no extensions, as of a compiled document' }, 'execution').formatted, {
    extensions: { code: 'QUERY_INVALID' },
  })
})

t.test('the errors behind what was thrown', async (t) => {
  const one = new GraphQLError('one')
  t.same(errorsOf(one), [one])
  t.same(errorsOf(Object.assign(new Error('many'), { errors: [one] })), [one])
  t.match(errorsOf(Object.assign(new Error('many'), { errors: [new Error('other'), 7] })), [
    { extensions: { code: 'QUERY_INVALID' } },
    { extensions: { code: 'QUERY_INVALID' } },
  ])
  t.equal(errorsOf(new Error('plain')), undefined)
  t.equal(errorsOf('text'), undefined)
})

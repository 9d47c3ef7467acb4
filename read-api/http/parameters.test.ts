import { GraphQLError } from 'graphql'
import t from 'tap'
import { parametersOfBody, parametersOfQueryString } from './parameters.ts'

const codeOf = (read: () => unknown): unknown => {
  try {
    read()
    return undefined
  } catch (error) {
    return error instanceof GraphQLError ? error.extensions['code'] : error
  }
}

t.test('a posted request', async (t) => {
  t.same(parametersOfBody({ query: '{a}' }), { query: '{a}', variables: {} })
  t.same(
    parametersOfBody({ query: '{a}', operationName: null, variables: null, extensions: null }),
    { query: '{a}', variables: {} },
  )
  t.same(parametersOfBody({ query: '{a}', operationName: 'A', variables: { n: 1 }, id: 1 }), {
    query: '{a}',
    operationName: 'A',
    variables: { n: 1 },
  })
  for (const bad of [
    undefined,
    null,
    'text',
    {},
    { query: '' },
    { query: 1 },
    { query: '{a}', variables: [] },
    { query: '{a}', variables: 'x' },
    { query: '{a}', extensions: 0 },
    { query: '{a}', operationName: false },
    [{ query: '{a}' }],
  ])
    t.equal(
      codeOf(() => parametersOfBody(bad)),
      'MALFORMED_REQUEST',
      JSON.stringify(bad),
    )
})

t.test('a request in the query string', async (t) => {
  t.same(parametersOfQueryString({ query: '{a}', variables: '{"n":1}' }), {
    query: '{a}',
    variables: { n: 1 },
  })
  t.same(parametersOfQueryString({ query: '{a}', variables: '', extensions: 'null' }), {
    query: '{a}',
    variables: {},
  })
  for (const bad of [
    {},
    { query: ['{a}', '{b}'] },
    { query: '{a}', variables: '[1]' },
    { query: '{a}', variables: '{' },
    { query: '{a}', extensions: '1' },
  ])
    t.equal(
      codeOf(() => parametersOfQueryString(bad)),
      'MALFORMED_REQUEST',
      JSON.stringify(bad),
    )
})

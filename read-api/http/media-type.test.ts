import t from 'tap'
import { negotiate } from './media-type.ts'

const graphql = 'application/graphql-response+json'
const json = 'application/json'

t.test('the media type follows the Accept header', async (t) => {
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, json],
    ['', json],
    ['*/*', json],
    ['application/*', json],
    [json, json],
    [graphql, graphql],
    [`${graphql}, ${json}`, graphql],
    [`${json}, ${graphql}`, graphql],
    [`${graphql};q=0.5, ${json}`, json],
    [`${graphql};q=0.9, ${json};q=0.9`, graphql],
    [`${graphql}; charset=utf-8, */*;q=0.1`, graphql],
    [`${graphql};q=0, ${json}`, json],
    [`${json};q=0, */*`, undefined],
    ['text/html', undefined],
    ['TEXT/HTML, APPLICATION/JSON', json],
  ]
  for (const [accept, expected] of cases) t.equal(negotiate(accept), expected, String(accept))
})

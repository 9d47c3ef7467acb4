import { readFileSync } from 'node:fs'
import { parse, validate } from 'graphql'
import t from 'tap'
import { loadConfig } from '../../platform/config/load.ts'
import { errorTable } from '../../platform/errors/table.ts'
import { createSchema } from '../../read-api/schema/schema.ts'
import { idOf } from '../read-models/samples.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { startReadApi, testConfig } from './kit.ts'

const text = readFileSync(new URL('../../docs/reference/graphql.md', import.meta.url), 'utf8')
const examples = [...text.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, example = '']) => example)

t.test('the examples of the documentation run', async (t) => {
  const api = await startReadApi()
  t.teardown(api.stop)
  play(api.recorder, wholeJob, 'a', '1', 'x')
  const position = (await api.project()).toString()
  const schema = createSchema()
  t.ok(examples.length >= 5)
  for (const example of examples) {
    t.same(validate(schema, parse(example)), [], example.slice(0, 40))
    if (example.startsWith('subscription')) continue
    const { body } = await api.ask(example, { jobId: idOf('job', '1'), position }, 'x')
    t.equal(body.errors, undefined)
    t.match(JSON.stringify(body.data), /(COMPLETED|device a)/, 'and find what they speak of')
  }
})

t.test('its codes and settings exist', async (t) => {
  const codes = text.match(/`[A-Z]+_?[A-Z_]+`/g)?.map((code) => code.slice(1, -1)) ?? []
  const known = new Set([...Object.keys(errorTable)])
  for (const code of codes.filter((name) => !name.startsWith('QHUB_'))) t.ok(known.has(code), code)
  const loaded = loadConfig({}, { createKeys: false })
  if (!loaded.ok) throw new Error(loaded.message)
  const { graphqlMaxDepth, graphqlMaxCost, graphqlMaxAliases, graphqlMaxTokens } = loaded.config
  t.match(testConfig, { graphqlMaxDepth, graphqlMaxCost, graphqlMaxAliases, graphqlMaxTokens })
  for (const [, figure = '', name = ''] of text.matchAll(/\| ([\d,]+) \| `(QHUB_\w+)` \|/g)) {
    const value = loadConfig({ [name]: figure.replace(',', '') }, { createKeys: false })
    t.same(value.ok && value.config, loaded.config, `${name} is ${figure} by default`)
  }
})

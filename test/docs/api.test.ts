import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isObjectType } from 'graphql'
import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { bareApi } from '../write-api/kit/bare.ts'
import { documentOf } from '../write-api/kit/documented.ts'

const textOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const app = await bareApi(createMemoryCache())
t.teardown(() => app.close())
const { paths } = await documentOf(app)
const operations = new Set(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  ),
)
const schema = buildSchema(textOf('read-api/schema.graphql'))

const hasField = (path: string): boolean => {
  let type: unknown = schema.getQueryType()
  for (const name of path.split('.')) {
    const field = isObjectType(type) ? type.getFields()[name] : undefined
    if (field === undefined) return false
    type = getNamedType(field.type)
  }
  return true
}

const answers = textOf('docs/api.md')
  .split('\n')
  .flatMap((line) => /^\| `.*\| (.+) \|$/.exec(line)?.[1] ?? [])
const codes = answers.flatMap((cell) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
)

t.test('where a classic route went is where something is', async (t) => {
  t.ok(codes.length > 60, `${codes.length} places are named`)
  for (const code of codes) {
    const isRoute = /^[A-Z]+ \//.test(code)
    const place = code.replace(/:(\w+)/g, '{$1}')
    t.ok(isRoute ? operations.has(place) : hasField(code), code)
  }
})

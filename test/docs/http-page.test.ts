import { readFileSync } from 'node:fs'
import t from 'tap'
import { httpPage, OpenApi } from '../../ops/docs/http-page.ts'
import { httpPageFile } from '../../ops/docs/pages.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { routes } from '../../write-api/routes.ts'
import { bareApi } from '../write-api/kit/bare.ts'

t.test('docs/reference/http.md is current', async (t) => {
  const app = await bareApi(createMemoryCache())
  t.teardown(() => app.close())
  const document = OpenApi.parse((await app.inject('/openapi.json')).json())
  const page = readFileSync(httpPageFile, 'utf8')
  t.equal(page, httpPage(document), 'else run: node --import=tsx ops/docs/main.ts')
  for (const { document: route } of routes) t.ok(page.includes(`### ${route.operationId}\n`))
})

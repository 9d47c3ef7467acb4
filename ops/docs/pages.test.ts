import { readFileSync } from 'node:fs'
import t from 'tap'
import { errorTable } from '../../platform/errors/table.ts'
import { pages } from './pages.ts'

for (const { file, text } of pages)
  t.test(`${file.pathname.split('/docs/')[1] ?? ''} is current`, async (t) => {
    t.equal(readFileSync(file, 'utf8'), text(), 'else run: node --import=tsx ops/docs/main.ts')
  })

t.test('every code is documented', async (t) => {
  const page = readFileSync(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8')
  for (const code of Object.keys(errorTable)) t.match(page, `\`${code}\``)
})

import { readFileSync } from 'node:fs'
import t from 'tap'
import { z } from 'zod'
import { eventTypes, schemaOf } from '../../domain/events.ts'
import { errorTable } from '../../platform/errors/table.ts'
import { shapeWriter } from './data-shape.ts'
import { pages } from './pages.ts'

for (const { file, text } of pages)
  t.test(`${file.pathname.split('/docs/')[1] ?? ''} is current`, async (t) => {
    t.equal(readFileSync(file, 'utf8'), text(), 'else run: node --import=tsx ops/docs/main.ts')
  })

const contentOf = (page: string): string =>
  readFileSync(new URL(`../../docs/reference/${page}`, import.meta.url), 'utf8')

t.test('every type of event is documented, in its version', async (t) => {
  const page = contentOf('events.md')
  for (const type of eventTypes)
    t.ok(page.includes(`### ${type}\nSchema [${schemaOf(type)}](`), type)
})

t.test('a shape is what the schema says', async (t) => {
  const Pair = z.tuple([z.int().min(0), z.string()])
  const { shape, laidOpen } = shapeWriter([{ name: 'Pair', schema: Pair }])
  t.equal(
    shape(z.strictObject({ pair: Pair, no: z.boolean().exactOptional() })),
    '{ pair: Pair; no?: boolean }',
  )
  t.equal(laidOpen(Pair), '[integer /* ≥ 0 */, string]')
  t.equal(shape(z.union([z.literal('a'), z.number().gt(0).max(2)])), '"a" | number /* > 0, ≤ 2 */')
})

t.test('every code is documented', async (t) => {
  const page = contentOf('errors.md')
  for (const code of Object.keys(errorTable)) t.match(page, `\`${code}\``)
})

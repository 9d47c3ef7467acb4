import t from 'tap'
import { groups } from './groups.ts'
import { personalColumns } from './personal-data.ts'

const opening = groups
  .flatMap(({ projections }) => projections)
  .filter(({ opens }) => opens !== undefined)
  .map(({ name }) => name)

t.test('whoever opens what is sealed says where it stands then', async (t) => {
  const declared = new Set(personalColumns.map(({ by }) => by))
  t.strictSame(
    opening.filter((name) => !declared.has(name)),
    [],
    'projections that open sealed text, but declare no columns in projections/personal-data.ts',
  )
  t.strictSame(
    [...declared].filter((name) => !opening.includes(name)),
    [],
  )
})

t.test('every group forgets who is gone in the columns that it holds', async (t) => {
  for (const { name, projections, tables } of groups) {
    const own: readonly string[] = tables
    const held = personalColumns
      .map(({ table }): string => table)
      .filter((table) => own.includes(table))
    const forgets = projections
      .map((each) => each.name)
      .filter((each) => each.startsWith('forgetting '))
      .flatMap((each) => each.slice('forgetting '.length).split(', '))
    t.strictSame(forgets.toSorted(), held.toSorted(), name)
  }
})

import { parse } from 'graphql'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { measure } from './measure.ts'

const only = (source: string) => [...measure(parse(source)).values()][0]

t.test('depth, aliases and directives', async (t) => {
  t.same(only('{ a }'), { depth: 1, aliases: 0, directives: 0 })
  t.same(only('{ a { b { c } } d }'), { depth: 3, aliases: 0, directives: 0 })
  t.same(only('{ a { ... on T { b: c } } }'), { depth: 2, aliases: 1, directives: 0 })
  t.same(only('query @x { a @y @z ... @w { b } }'), { depth: 1, aliases: 0, directives: 4 })
  t.same(
    only('{ __schema { types { fields { type { ofType { name } } } } } }'),
    { depth: 1, aliases: 0, directives: 0 },
    'introspection is not deep',
  )
})

t.test('fragments count wherever they are spread', async (t) => {
  t.same(only('{ a { ...F } b: c { ...F } } fragment F on T { x: y { z @d } }'), {
    depth: 3,
    aliases: 3,
    directives: 2,
  })
  t.same(only('{ ...A } fragment A on T { a { ...A } }')?.aliases, 0, 'a cycle ends')
  t.same(only('{ ...Missing }'), { depth: 0, aliases: 0, directives: 0 })
})

t.test('every operation of the document is measured', async (t) => {
  const all = measure(parse('query A { a } query B { a { b: c } }'))
  t.same(
    [...all].map(([operation, { depth, aliases }]) => [operation.name?.value, depth, aliases]),
    [
      ['A', 1, 0],
      ['B', 2, 1],
    ],
  )
})

t.test('fragments that multiply are counted in full, quickly', async (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 2, max: 4 }),
      (levels, width) => {
        const spreads = (n: number) =>
          Array.from({ length: width }, (_, i) => `a${i}: f { ...F${n} }`).join(' ')
        const chain = Array.from(
          { length: levels },
          (_, n) => `fragment F${n} on T { ${n === levels - 1 ? 'leaf' : spreads(n + 1)} }`,
        )
        const aliases = only(`{ ...F0 } ${chain.join(' ')}`)?.aliases
        let expected = 0
        for (let n = 1; n < levels; n += 1) expected += width ** n
        return aliases === expected
      },
    ),
  )
  t.pass('4^20 spreads in linear time')
})

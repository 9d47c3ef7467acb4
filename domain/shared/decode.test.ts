import t from 'tap'
import { z } from 'zod'
import fc from '../../test/kit/fast-check.ts'
import { decoderOf, UndecodableEvent, type AnyDefinition } from './decode.ts'
import { defineEvent, version } from './event.ts'

/** A price that was first a number of cents, then cents of an asset, and is now an amount in one text. */
const priced = defineEvent(
  'Priced',
  3,
  z.strictObject({ price: z.string().regex(/^\d+ [A-Z]+$/) }),
  {
    earlier: [
      version(z.strictObject({ cents: z.int() }), ({ cents }) => ({ cents, asset: 'USD' })),
      version(z.strictObject({ cents: z.int(), asset: z.string() }), ({ cents, asset }) => ({
        price: `${cents} ${asset}`,
      })),
    ],
  },
)
const forwarded = defineEvent(
  'Forwarded',
  1,
  z.strictObject({ held: z.strictObject({ type: z.string(), schema: z.int(), data: z.json() }) }),
  { readWithin: (data, read) => ({ held: read(data.held) }) },
)
const decode = (...definitions: readonly AnyDefinition[]) =>
  decoderOf(new Map(definitions.map((definition) => [definition.type, definition])))
const read = (type: string, schema: number, data: unknown) =>
  decode(priced, forwarded)({ type, data, metadata: { schema } })
const inForm = (data: unknown) => ({ type: 'Priced', data })

t.test('every version is read in today’s form', async (t) => {
  t.strictSame(read('Priced', 1, { cents: 5 }), inForm({ price: '5 USD' }))
  t.strictSame(read('Priced', 2, { cents: 5, asset: 'QVT' }), inForm({ price: '5 QVT' }))
  t.strictSame(read('Priced', 3, { price: '5 QVT' }), inForm({ price: '5 QVT' }))
})

t.test('what was never written cannot be read, and says why', async (t) => {
  const unreadable: readonly [string, number, unknown, RegExp][] = [
    ['Nothing', 1, {}, /no definition of Nothing@1: today's code has no such type/],
    ['Priced', 4, {}, /no definition of Priced@4: today's code knows versions 1 to 3/],
    ['Priced', 0, {}, /no definition of Priced@0/],
    ['Priced', 1.5, {}, /no definition of Priced@1.5/],
    ['Priced', 1, { price: '5 USD' }, /^Priced@1: /],
    ['Priced', 2, { cents: 5 }, /^Priced@2: /],
    ['Priced', 3, { cents: 5 }, /^Priced@3: /],
    ['toString', 1, {}, /no definition of toString@1/],
  ]
  for (const [type, schema, data, message] of unreadable)
    t.throws(() => read(type, schema, data), { name: 'UndecodableEvent', message })
})

t.test('an upcaster that makes what its next version forbids is told', async (t) => {
  const negative = () => read('Priced', 2, { cents: -5, asset: 'USD' })
  t.throws(negative, UndecodableEvent)
  t.throws(negative, /^Priced@2 upcast to 3: /)
})

t.test('an event within an event is brought to today’s form too', async (t) => {
  const held = { type: 'Priced', schema: 1, data: { cents: 5 } }
  const today = { type: 'Priced', schema: 3, data: { price: '5 USD' } }
  t.strictSame(read('Forwarded', 1, { held }).data, { held: today })
  t.strictSame(read('Forwarded', 1, { held: today }).data, { held: today })
  const deep = { type: 'Forwarded', schema: 1, data: { held } }
  t.strictSame(read('Forwarded', 1, { held: deep }).data, {
    held: { ...deep, data: { held: today } },
  })
  t.throws(
    () => read('Forwarded', 1, { held: { ...held, schema: 4 } }),
    /no definition of Priced@4/,
  )
})

t.test('a version without the contracts before it cannot be defined', async (t) => {
  t.throws(() => defineEvent('Priced', 2, z.strictObject({})), /Priced@2 needs the contracts of 1/)
})

t.test('reading again what was read changes nothing', async () => {
  const asset = fc.constantFrom('USD', 'QVT')
  fc.assert(
    fc.property(fc.nat(), asset, (cents, name) => {
      const once = read('Priced', 2, { cents, asset: name })
      const twice = read('Priced', 3, once.data)
      return JSON.stringify(once) === JSON.stringify(twice)
    }),
  )
})

import t from 'tap'
import { z } from 'zod'
import { definitions } from './events.ts'
import { personalData } from './personal-data.ts'
import { Sealed } from './shared/values.ts'

/** What the stored contract of a sealed text looks like, however it is wrapped. */
const sealedPattern = z.toJSONSchema(Sealed).pattern

type Node = {
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
  readonly items?: Node
  readonly prefixItems?: readonly Node[]
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly allOf?: readonly Node[]
}

const sealedIn = (node: Node, path: readonly string[] = []): readonly string[] => {
  const here = node.pattern === sealedPattern ? [path.join('.')] : []
  const below = Object.entries(node.properties ?? {}).flatMap(([name, inner]) =>
    sealedIn(inner, [...path, name]),
  )
  const more = node.additionalProperties
  const elements = [
    ...(node.items === undefined ? [] : [node.items]),
    ...(node.prefixItems ?? []),
    ...(typeof more === 'object' ? [more] : []),
  ].flatMap((inner) => sealedIn(inner, [...path, '*']))
  const ways = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap(
    (inner) => sealedIn(inner, path),
  )
  return [...new Set([...here, ...below, ...elements, ...ways])]
}

/** Of today's contract and of all before. */
const fieldsOf = (contracts: readonly z.ZodType[]): readonly string[] => [
  ...new Set(
    contracts.flatMap((contract) =>
      // JSON Schema as zod writes it: of the keywords above, each has the form above.
      sealedIn(z.toJSONSchema(contract, { unrepresentable: 'any' }) as Node),
    ),
  ),
]

const declared = personalData.map(({ event, field }) => `${event} ${field}`)
const found = [...definitions.values()].flatMap(({ type, data, earlier }) =>
  fieldsOf([data, ...earlier.map((each) => each.data)]).map((field) => `${type} ${field}`),
)

t.test(
  'whatever is sealed in the log is declared, with what it is and whose key it goes with',
  async (t) => {
    t.strictSame(
      found.filter((field) => !declared.includes(field)),
      [],
      'sealed, but not in the personal-data.ts of its context',
    )
    t.strictSame(
      declared.filter((field) => !found.includes(field)),
      [],
      'declared, but not sealed in any contract',
    )
    t.equal(new Set(declared).size, declared.length, 'once each')
  },
)

t.test('a sealed field is found wherever it stands', async (t) => {
  const contract = z.strictObject({
    plain: z.string(),
    maybe: Sealed.exactOptional(),
    none: Sealed.nullable(),
    list: z.array(z.strictObject({ inner: Sealed })),
    byName: z.record(z.string(), Sealed),
    either: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), text: Sealed }),
      z.strictObject({ kind: z.literal('b') }),
    ]),
  })
  t.strictSame(fieldsOf([contract]), ['maybe', 'none', 'list.*.inner', 'byName.*', 'either.text'])
})

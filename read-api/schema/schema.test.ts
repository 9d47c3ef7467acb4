import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validateSchema,
} from 'graphql'
import t from 'tap'
import { printContract } from './print.ts'
import { createSchema } from './schema.ts'

const schema = createSchema()
const own = (type: GraphQLNamedType): boolean =>
  !type.name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)
const types = Object.values(schema.getTypeMap()).filter(own)

t.test('the committed contract is what the code says', async (t) => {
  const committed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
  t.equal(
    committed,
    printContract(schema),
    'stale: node --import=tsx read-api/schema/write.ts, then review the difference',
  )
  t.equal(printContract(buildSchema(committed)), committed)
})

t.test('it is a valid schema', async (t) => {
  t.same(validateSchema(schema), [])
})

t.test('every type, field, argument, value and directive is described', async (t) => {
  const missing: string[] = []
  const check = (name: string, described: { readonly description?: string | null | undefined }) => {
    if (!described.description) missing.push(name)
  }
  for (const type of types) {
    check(type.name, type)
    if (isEnumType(type))
      for (const value of type.getValues()) check(`${type.name}.${value.name}`, value)
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        check(`${type.name}.${field.name}`, field)
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field)
        for (const argument of field.args)
          check(`${type.name}.${field.name}(${argument.name})`, argument)
      }
  }
  for (const directive of schema.getDirectives())
    for (const described of [directive, ...directive.args]) check(described.name, described)
  t.same(missing, [])
})

t.test('connections are as Relay specifies them', async (t) => {
  const connections = types.filter(({ name }) => name.endsWith('Connection'))
  t.ok(connections.length >= 8)
  for (const connection of connections) {
    if (!isObjectType(connection)) throw new Error(connection.name)
    const { edges, pageInfo } = connection.getFields()
    t.equal(String(pageInfo?.type), 'PageInfo!', connection.name)
    const edge = /^\[(\w+)!\]!$/.exec(String(edges?.type))?.[1]
    const edgeType = edge === undefined ? undefined : schema.getType(edge)
    if (!isObjectType(edgeType)) throw new Error(`${connection.name} has no edge type`)
    t.equal(String(edgeType.getFields()['cursor']?.type), 'String!')
    t.ok(edgeType.getFields()['node'])
  }
  const pageInfo = schema.getType('PageInfo')
  t.same(
    isObjectType(pageInfo) &&
      Object.values(pageInfo.getFields()).map(({ name, type }) => `${name}: ${String(type)}`),
    [
      'endCursor: String',
      'hasNextPage: Boolean!',
      'hasPreviousPage: Boolean!',
      'startCursor: String',
    ],
  )
  for (const type of types)
    if (isObjectType(type))
      for (const field of Object.values(type.getFields()))
        if (String(field.type).replace('!', '').endsWith('Connection'))
          t.same(
            ['after', 'before', 'first', 'last'].filter(
              (name) => !field.args.some((argument) => argument.name === name),
            ),
            [],
            `${type.name}.${field.name}`,
          )
})

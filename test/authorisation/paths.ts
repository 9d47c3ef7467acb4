import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  isObjectType,
} from 'graphql'

/** Steps from a root field to an object: `['jobs', 'edges', 'node']`. */
export type Path = readonly string[]

/** Values for arguments, by `Type.field`: GraphQL source, without parentheses. */
export type Arguments = Readonly<Record<string, string>>

export const objectTypes = (schema: GraphQLSchema): readonly GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  )

export const needsArguments = (field: GraphQLField<unknown, unknown>): boolean =>
  field.args.some(({ type, defaultValue }) => /!$/.test(String(type)) && defaultValue === undefined)

const nextTypes = (
  type: GraphQLObjectType,
  known: Arguments,
): readonly (readonly [string, GraphQLObjectType])[] =>
  Object.values(type.getFields()).flatMap((field) => {
    const target = getNamedType(field.type)
    if (!isObjectType(target)) return []
    if (needsArguments(field) && known[`${type.name}.${field.name}`] === undefined) return []
    return [[field.name, target] as const]
  })

/** Every way of at most so many steps from Query to an object of the type, the short ones first. */
export const pathsTo = (
  schema: GraphQLSchema,
  wanted: string,
  known: Arguments,
  steps = 7,
): readonly Path[] => {
  const query = schema.getQueryType()
  if (query === undefined || query === null) return []
  const found: Path[] = []
  let open: readonly (readonly [Path, GraphQLObjectType, ReadonlySet<string>])[] = [
    [[], query, new Set([query.name])],
  ]
  for (let step = 0; step < steps && found.length < 40; step++)
    open = open.flatMap(([path, type, seen]) =>
      nextTypes(type, known).flatMap(([name, target]) => {
        const longer = [...path, name]
        if (target.name === wanted) {
          found.push(longer)
          return []
        }
        return seen.has(target.name)
          ? []
          : [[longer, target, new Set([...seen, target.name])] as const]
      }),
    )
  return found
}

/** The document that follows the path, and selects this at its end. */
export const selectionAt = (
  schema: GraphQLSchema,
  path: Path,
  known: Arguments,
  selection: string,
): string => {
  if (path.length === 0) return `{ ${selection} }`
  let type: GraphQLObjectType | undefined = schema.getQueryType() ?? undefined
  const opened = path.map((name) => {
    const field: GraphQLField<unknown, unknown> | undefined = type?.getFields()[name]
    const args = known[`${type?.name ?? ''}.${name}`]
    const target = field === undefined ? undefined : getNamedType(field.type)
    type = isObjectType(target) ? target : undefined
    return `${name}${args === undefined ? '' : `(${args})`}`
  })
  return `{ ${opened.join(' { ')} { ${selection} ${'} '.repeat(path.length)}}`
}

/** A field with its arguments, and the least that can be asked of what it gives. */
export const leastOf = (
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  known: Arguments,
): string => {
  const args = known[`${type.name}.${field.name}`]
  const asked = `${field.name}${args === undefined ? '' : `(${args})`}`
  return isLeafType(getNamedType(field.type)) ? asked : `${asked} { __typename }`
}

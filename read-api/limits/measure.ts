import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

export type Measures = {
  readonly depth: number
  readonly aliases: number
  readonly directives: number
}

const nothing: Measures = { depth: 0, aliases: 0, directives: 0 }

const isIntrospection = (name: string): boolean => name === '__schema' || name === '__type'

/**
 * How deep and how repetitive each operation of a document is, with every fragment counted wherever it is spread.
 * Each fragment is measured once, so the time is linear in the document, however the fragments multiply.
 */
export const measure = (document: DocumentNode): ReadonlyMap<OperationDefinitionNode, Measures> => {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition)
  const known = new Map<string, Measures>()

  const ofFragment = (name: string): Measures => {
    const found = known.get(name)
    if (found !== undefined) return found
    const fragment = fragments.get(name)
    // Cycles and unknown fragments are refused by the specification's own rules.
    known.set(name, nothing)
    const measures = fragment === undefined ? nothing : ofSet(fragment.selectionSet)
    known.set(name, measures)
    return measures
  }

  const below = (node: SelectionNode): Measures => {
    switch (node.kind) {
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(node.name.value)
      case Kind.INLINE_FRAGMENT:
        return ofSet(node.selectionSet)
      case Kind.FIELD: {
        const inner = node.selectionSet === undefined ? nothing : ofSet(node.selectionSet)
        return {
          depth: isIntrospection(node.name.value) ? 1 : inner.depth + 1,
          aliases: inner.aliases + (node.alias === undefined ? 0 : 1),
          directives: inner.directives,
        }
      }
    }
  }

  const ofSet = (set: SelectionSetNode): Measures =>
    set.selections.reduce((sum, node) => {
      const inner = below(node)
      return {
        depth: Math.max(sum.depth, inner.depth),
        aliases: sum.aliases + inner.aliases,
        directives: sum.directives + inner.directives + (node.directives?.length ?? 0),
      }
    }, nothing)

  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  return new Map(
    operations.map((operation) => {
      const inner = ofSet(operation.selectionSet)
      const own = operation.directives?.length ?? 0
      return [operation, { ...inner, directives: inner.directives + own }]
    }),
  )
}

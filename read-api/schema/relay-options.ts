import { queryError } from '../errors/query-error.ts'
import { decodeNodeId, encodeNodeId } from './node-id.ts'

/** Relay's types as its specification has them, each field described. */
export const relayOptions = {
  cursorType: 'String',
  idFieldOptions: { description: 'Globally unique; `node` finds the object by it again.' },
  nodeTypeOptions: { description: 'An object that is found again by its id.' },
  pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
  nodeQueryOptions: {
    description: 'The object with this global id; null when there is none that you may see.',
    args: { id: { description: 'A global id, as the field `id` of an object gives it.' } },
    complexity: 1,
  },
  nodesQueryOptions: false,
  edgesFieldOptions: {
    description: 'The page’s objects, each with its cursor.',
    nullable: { list: false, items: false },
    complexity: { field: 0, multiplier: 1 },
  },
  nodeFieldOptions: { description: 'The object.', nullable: false, complexity: 1 },
  cursorFieldOptions: {
    description: 'Where the object stands in the list, for `after` and `before`.',
  },
  pageInfoFieldOptions: { description: 'Where the page stands in the list.', complexity: 0 },
  hasNextPageFieldOptions: { description: 'Whether more objects follow.' },
  hasPreviousPageFieldOptions: { description: 'Whether objects come before.' },
  startCursorFieldOptions: { description: 'Cursor of the page’s first object.', nullable: true },
  endCursorFieldOptions: { description: 'Cursor of the page’s last object.', nullable: true },
  firstArgOptions: {
    description: 'So many objects from the front: 0 to 100; 20 when no size is given.',
  },
  lastArgOptions: {
    description: 'So many objects from the end: 0 to 100. Not together with `first`.',
  },
  afterArgOptions: { description: 'Only objects after this cursor.' },
  beforeArgOptions: { description: 'Only objects before this cursor.' },
  encodeGlobalID: (typename: string, id: string | number | bigint): string =>
    encodeNodeId(typename, String(id)),
  decodeGlobalID: (id: string) => {
    const node = decodeNodeId(id)
    if (node === undefined) throw queryError('QUERY_INVALID', `"${id}" is not a global id.`)
    return node
  },
} as const

import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import RelayPlugin from '@pothos/plugin-relay'
import { getNamedType, getNullableType, isLeafType, isListType } from 'graphql'
import type { ReadContext } from '../view/view.ts'
import { relayOptions } from './relay-options.ts'

export type SchemaTypes = {
  Context: ReadContext
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    Position: { Input: bigint; Output: bigint }
    Counts: { Input: never; Output: Readonly<Record<string, number>> }
    JSONObject: { Input: never; Output: Readonly<Record<string, unknown>> }
  }
}

/** What a list without a page size is taken to hold. */
const listMultiplier = 10

/**
 * The schema is written in code: a field without a resolver of the right type does not compile. Only objects cost; a
 * scalar is read with its row, and says so itself when it is not.
 */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  relay: relayOptions,
  complexity: {
    // The check stands in one place, before execution, and names the limit; see limits/.
    disabled: true,
    fieldComplexity: (_args, _context, { type }) =>
      isLeafType(getNamedType(type))
        ? 0
        : { field: 1, multiplier: isListType(getNullableType(type)) ? listMultiplier : 1 },
  },
})

builder.queryType({ description: 'Everything that can be asked for.' })
builder.subscriptionType({
  description: 'Everything that can be followed, over graphql-transport-ws.',
})

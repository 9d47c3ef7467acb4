import { GraphQLSchema, isScalarType } from 'graphql'
import { atLeastDirective } from '../freshness/at-least.ts'
import { builder } from './builder.ts'
import './scalars.ts'
import '../accounts/account-types.ts'
import '../accounts/queries.ts'
import '../billing/ledger-entry-type.ts'
import '../billing/queries.ts'
import '../billing/wallet-type.ts'
import '../devices/calibration-type.ts'
import '../devices/device-type.ts'
import '../devices/queries.ts'
import '../jobs/job-type.ts'
import '../jobs/queries.ts'
import '../jobs/quote-type.ts'
import '../jobs/transition-type.ts'
import '../log/story-type.ts'
import '../subscriptions/fields.ts'

/** Every context adds its types to the one builder by being imported; this is what they make together. */
export const createSchema = (): GraphQLSchema => {
  const types = builder.toSchema()
  const position = types.getType('Position')
  if (!isScalarType(position)) throw new Error('the scalar Position is missing')
  const config = types.toConfig()
  return new GraphQLSchema({
    ...config,
    directives: [...config.directives, atLeastDirective(position)],
  })
}

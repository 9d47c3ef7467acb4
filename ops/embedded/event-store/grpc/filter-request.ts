import type { CreateReq } from '@eventstore/db-client/generated/persistent_pb.js'
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import { createFilter, type Filter, type FilterWish } from '../core/filter.ts'
import { invalidArgument } from './errors.ts'

/** A read, a subscription and a group say in the same words what they want of `$all`. */
export type FilterOptions = ReadReq.Options.FilterOptions | CreateReq.AllOptions.FilterOptions

/** Throws a CallError. */
export const filterWishOf = (options: FilterOptions): FilterWish => {
  const on = options.hasStreamIdentifier() ? 'stream' : 'type'
  const expression = options.getStreamIdentifier() ?? options.getEventType()
  if (expression === undefined) throw invalidArgument('A filter must say what it filters.')
  const prefixes = expression.getPrefixList()
  return prefixes.length > 0 ? { on, prefixes } : { on, regex: expression.getRegex() }
}

/** Throws a CallError. */
export const filterOf = (options: FilterOptions): Filter => {
  try {
    return createFilter(filterWishOf(options))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw invalidArgument(`The filter's regular expression can't be used: ${error.message}`)
  }
}

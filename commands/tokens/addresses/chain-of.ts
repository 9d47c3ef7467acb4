import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import type { Services } from '../../shared/services.ts'

/** The port of a chain that the hub is on. */
export const chainOf = (
  { chains }: Pick<Services, 'chains'>,
  chain: string,
): ChainPort | Rejection =>
  chains.get(chain) ?? reject('CHAIN_UNKNOWN', `The hub is not on the chain ${chain}.`)

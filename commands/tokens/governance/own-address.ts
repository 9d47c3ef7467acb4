import type { Rejection } from '../../../domain/shared/rejection.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { linkedAddress } from '../transfers/linked-address.ts'

/** Why the caller may not speak for an address: it is linked to nobody, or to another organisation. */
export const refusedAddress = async (
  { services, context }: Pick<CommandTools, 'services' | 'context'>,
  chain: string,
  address: string,
): Promise<Rejection | undefined> => {
  const linked = await linkedAddress(services, chain, address)
  return linked === undefined || linked.organisation !== context.organisation
    ? notFound('address')
    : undefined
}

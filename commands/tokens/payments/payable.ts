import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Money } from '../../../domain/shared/money.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import type { Services } from '../../shared/services.ts'
import { chainOf } from '../addresses/chain-of.ts'

/** Why an address can't pay this; nothing when it can. Whether it holds enough is for the chain to say. */
export const unpayableOnChain = (
  services: Pick<Services, 'chains'>,
  { chain }: { readonly chain: string },
  { asset }: Money,
): Rejection | undefined => {
  if (asset !== qvt) return reject('ASSET_MISMATCH', `An address pays in ${qvt}, not in ${asset}.`)
  const port = chainOf(services, chain)
  return isRejection(port) ? port : undefined
}

import {
  addressKeyOf,
  chainAddress,
  type LinkedAddress,
} from '../../../domain/tokens/addresses/address.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

/** The link of an address, if an organisation has it linked now. */
export const linkedAddress = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  chain: string,
  address: string,
): Promise<LinkedAddress | undefined> => {
  const { state } = await load(eventStore, foldCache, chainAddress, addressKeyOf(chain, address))
  return state.kind === 'linked' ? state : undefined
}

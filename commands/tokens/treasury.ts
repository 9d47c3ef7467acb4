import type { Address } from '../../platform/chain/port.ts'
import type { Services } from '../shared/services.ts'

/** Where the hub keeps tokens on a chain, its own and its customers’; undefined when it has no key there. */
export const treasuryOf = (
  { chains, chainKeys }: Pick<Services, 'chains' | 'chainKeys'>,
  chain: string,
): Address | undefined => {
  const port = chains.get(chain)
  return port === undefined ? undefined : chainKeys.address(port.settings.treasury)
}

import { addressKeyOf } from '../../../domain/tokens/addresses/address.ts'
import { methodIdOf } from '../../billing/payments/own-methods.ts'

/** An address has the same id whenever an organisation links it; what is paid with names it by the same. */
export const addressIdOf = (organisation: string, chain: string, address: string): string =>
  methodIdOf(organisation, addressKeyOf(chain, address))

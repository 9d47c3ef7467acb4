import type { SealedField } from '../../shared/personal-data.ts'

const holds = 'name, address, mail address and tax id for bills'

/** What the log holds of who is billed. */
export const personalData: readonly SealedField[] = [
  { event: 'BillingPartyNamed', field: 'party', under: 'ORGANISATION', holds },
  { event: 'BillFinalised', field: 'party.party', under: 'ORGANISATION', holds },
]

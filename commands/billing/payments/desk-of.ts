import { qvt } from '../../../domain/tokens/values.ts'
import type { PaymentDesk } from '../../../platform/payments/port.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { tokenDesk } from '../../tokens/payments/provider.ts'

/** Who takes a payment: tokens are paid by an address to the escrow on its chain, everything else by a card. */
export const deskOf = (
  tools: { readonly services: Services; readonly context: CommandContext },
  { asset }: { readonly asset: string },
): PaymentDesk => (asset === qvt ? tokenDesk(tools) : tools.services.payments)

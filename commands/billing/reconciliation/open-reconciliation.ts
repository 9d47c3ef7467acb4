import {
  reconciliation,
  reconciliationId,
} from '../../../domain/billing/reconciliation/reconciliation.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { change } from '../../shared/change.ts'
import { systemContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'

/** Begins the nightly comparison of a new hub; of one that has it, nothing. Safe to do by many at a time. */
export const openReconciliation = async (services: Services): Promise<void> => {
  const commandId = derivedId('reconciliation', reconciliationId, 'open')
  const context = systemContext('reconciliation', commandId, commandId, commandId)
  const name = 'billing.open-reconciliation'
  const inputHash = inputHashOf(services.secrets.inputHashKey, name, null)
  const opened = await change(services, context, inputHash, reconciliation, reconciliationId, {
    type: 'OpenReconciliation',
  })
  if ('stream' in opened) return
  const why = 'rejected' in opened ? opened.rejected : opened.code
  throw new Error(`the reconciliation was not opened: ${why} ${opened.detail}`)
}

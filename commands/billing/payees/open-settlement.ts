import { settlement, settlementId } from '../../../domain/billing/payees/settlement.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { change } from '../../shared/change.ts'
import { systemContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'

/** Begins the nightly settlement of a new hub; of one that has it, nothing. Safe to do by many at a time. */
export const openSettlement = async (services: Services): Promise<void> => {
  const commandId = derivedId('settlement', settlementId, 'open')
  const context = systemContext('settlement', commandId, commandId, commandId)
  const inputHash = inputHashOf(services.secrets.inputHashKey, 'billing.open-settlement', null)
  const opened = await change(services, context, inputHash, settlement, settlementId, {
    type: 'OpenSettlement',
  })
  if ('stream' in opened) return
  const why = 'rejected' in opened ? opened.rejected : opened.code
  throw new Error(`the settlement was not opened: ${why} ${opened.detail}`)
}

import { change } from '../../../commands/shared/change.ts'
import { payee, type PayeeCommand } from '../../../domain/billing/payees/payee.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { contextOf } from '../../kit/services.ts'
import type { TestHub } from '../kit/hub.ts'
import type { Person } from '../kit/people.ts'

/** A payee who may be paid, and has earned ten dollars. */
export const preparePayee = async (
  { services }: TestHub,
  { organisationId: organisation }: Person,
): Promise<void> => {
  const account = { organisation, accountId: 'acct_1' }
  const commands: readonly PayeeCommand[] = [
    { ...account, type: 'StartOnboarding', country: 'DE' },
    { ...account, type: 'RecordAccount', onboarding: 'ACTIVE', requirementsDue: [] },
    { organisation, type: 'ChangeSettings', settings: { holdBackDays: 0 } },
    {
      organisation,
      type: 'SettleEarnings',
      ...{ asset: 'USD/2', runId: newId(), fromPosition: 0n, toPosition: 1n, count: 1 },
      ...{ gross: 1_000n, commission: 0n, refunded: 0n, ofApps: 1_000n, ofDevices: 0n },
    },
  ]
  for (const command of commands) {
    const told = await change(services, contextOf(newId()), 'test', payee, organisation, command)
    if (!('stream' in told)) throw new Error(JSON.stringify(told))
  }
}

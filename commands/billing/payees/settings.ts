import { Minimums } from '../../../domain/billing/payees/payee-events.ts'
import { HoldBackDays, PayoutSchedule } from '../../../domain/billing/payees/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { changeOwn, PayeeInput } from './own-payee.ts'

/** When a payee is paid, and from how much on. What is not given stays. */
export const changePayeeSettings = defineCommand({
  name: 'billing.change-payee-settings',
  input: PayeeInput.extend({
    schedule: PayoutSchedule.exactOptional(),
    minimums: Minimums.exactOptional(),
  }),
  scope: 'billing:write',
  run: async ({ organisation, ...settings }, tools) =>
    changeOwn(tools, { type: 'ChangeSettings', organisation, settings }),
})

/** For how long earnings are held back before they can be paid out: what is earned from now on. */
export const setHoldBack = defineCommand({
  name: 'billing.set-hold-back',
  input: PayeeInput.extend({ holdBackDays: HoldBackDays }),
  scope: 'billing:admin',
  run: async ({ organisation, holdBackDays }, tools) =>
    changeOwn(tools, { type: 'ChangeSettings', organisation, settings: { holdBackDays } }),
})

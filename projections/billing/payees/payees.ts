import type { PayeeEvent } from '../../../domain/billing/payees/payee-events.ts'
import { definitions } from '../../../domain/billing/payees/payee-events.ts'
import { defaultSettings } from '../../../domain/billing/payees/payee-state.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { PayeeRow } from './tables.ts'

/** Who is paid, how, and whether the provider lets them. */
export const payees = projectionOf({
  name: 'payees',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'payees', key: { organisation: data.organisation }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { organisation } = event.data
    const row =
      event.revision === 0n ? first(event) : existing(rows.get('payees', { organisation }), event)
    const { revision, position } = event
    return [
      { do: 'put', table: 'payees', row: { ...row, ...changesOf(event), revision, position } },
    ]
  },
})

/** Who earns before they begin to onboard is one, too. */
const first = ({ data, revision, position }: Projected<PayeeEvent>): PayeeRow => ({
  organisation: data.organisation,
  onboarding: 'NOT_STARTED',
  account_id: null,
  country: null,
  requirements_due: [],
  schedule: defaultSettings.schedule,
  minimums: defaultSettings.minimums,
  hold_back_days: defaultSettings.holdBackDays,
  created_position: position,
  revision,
  position,
})

const changesOf = ({ type, data }: PayeeEvent): Partial<PayeeRow> => {
  switch (type) {
    case 'PayeeOnboardingStarted':
      return { onboarding: 'PENDING', account_id: data.accountId, country: data.country }
    case 'PayeeAccountChanged': {
      const { onboarding, accountId, requirementsDue } = data
      return { onboarding, account_id: accountId, requirements_due: requirementsDue }
    }
    case 'PayeeSettingsChanged': {
      const { schedule, minimums, holdBackDays } = data
      return { schedule, minimums, hold_back_days: holdBackDays }
    }
    case 'EarningsSettled':
    case 'PayoutRequested':
    case 'PayoutSent':
    case 'PayoutUnknown':
    case 'PayoutPaid':
    case 'PayoutFailed':
    case 'PayoutReturned':
      return {}
    default:
      return exhausted(type)
  }
}

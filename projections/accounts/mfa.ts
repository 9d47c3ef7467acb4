import { definitions, type MfaEvent } from '../../domain/accounts/mfa.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { projectionOf } from '../shared/projection.ts'
import type { MfaRow } from './tables.ts'

export const secondFactors = projectionOf({
  name: 'second-factors',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'mfa', key: { user_id: data.userId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const user_id = event.data.userId
    const known = rows.get('mfa', { user_id }) ?? { user_id, ...nothing }
    const row = { ...known, ...changeOf(event, known), revision, position }
    return [{ do: 'put', table: 'mfa', row }]
  },
})

const nothing = {
  status: 'DISABLED',
  enabled_at: null,
  recovery_codes_left: 0,
  locked_until: null,
} as const

const changeOf = (
  event: MfaEvent,
  { recovery_codes_left }: Pick<MfaRow, 'recovery_codes_left'>,
): Partial<MfaRow> => {
  switch (event.type) {
    case 'MfaEnrolmentBegun':
      return { status: 'PENDING' }
    case 'MfaEnabled': {
      const enabled_at = new Date(event.data.at)
      return { status: 'ENABLED', enabled_at, recovery_codes_left: event.data.recoveryCodes.length }
    }
    case 'MfaStepUsed':
      return { locked_until: null }
    case 'MfaRecoveryCodeUsed':
      return { locked_until: null, recovery_codes_left: recovery_codes_left - 1 }
    case 'MfaCodeRejected': {
      const { lockedUntil } = event.data
      return lockedUntil === undefined ? {} : { locked_until: new Date(lockedUntil) }
    }
    case 'MfaRecoveryCodesReplaced':
      return { recovery_codes_left: event.data.recoveryCodes.length }
    case 'MfaDisabled':
      return nothing
    default:
      return exhausted(event)
  }
}

import t from 'tap'
import type { MfaEvent } from '../../domain/accounts/mfa.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../test/kit/given-when-then/projection.ts'
import { secondFactors } from './mfa.ts'

const userId = idNumber(1)
const at = '2026-11-20T12:00:00.000Z'
const lockedUntil = '2026-11-20T12:01:00.000Z'
const base = { userId, at }
const recoveryCodes = Array.from({ length: 10 }, (_, n) => `a${n}`.repeat(32))
const begun: MfaEvent = {
  type: 'MfaEnrolmentBegun',
  data: { ...base, secret: `sealed:v1:${userId}.aa.bb.cc` },
}
const step: MfaEvent = { type: 'MfaStepUsed', data: { ...base, step: 1 } }
const enabled: MfaEvent = { type: 'MfaEnabled', data: { ...base, recoveryCodes } }
const used: MfaEvent = { type: 'MfaRecoveryCodeUsed', data: { ...base, codeHash: 'a3'.repeat(32) } }
const locked: MfaEvent = { type: 'MfaCodeRejected', data: { ...base, lockedUntil } }
const replaced: MfaEvent = { type: 'MfaRecoveryCodesReplaced', data: { ...base, recoveryCodes } }
const disabled: MfaEvent = { type: 'MfaDisabled', data: base }

const { given } = projection(secondFactors)
const after = (...events: readonly MfaEvent[]) => given().when(on(`mfa-${userId}`, ...events))
const row = { user_id: userId }

t.test('rows', async (t) => {
  after(begun).then({
    mfa: [{ ...row, status: 'PENDING', enabled_at: null, recovery_codes_left: 0 }],
  })
  const standing = {
    ...row,
    status: 'ENABLED',
    enabled_at: new Date(at),
    locked_until: null,
  } as const
  after(begun, step, enabled).then({ mfa: [{ ...standing, recovery_codes_left: 10 }] })
  after(begun, step, enabled, used, used).then({ mfa: [{ ...standing, recovery_codes_left: 8 }] })
  after(begun, step, enabled, used, replaced).then({
    mfa: [{ ...standing, recovery_codes_left: 10 }],
  })
  after(begun, step, enabled, locked).then({
    mfa: [{ ...standing, locked_until: new Date(lockedUntil), recovery_codes_left: 10 }],
  })
  after(begun, step, enabled, locked, step).then({
    mfa: [{ ...standing, recovery_codes_left: 10 }],
  })
  after(begun, step, enabled, used, disabled).then({
    mfa: [{ ...row, status: 'DISABLED', enabled_at: null, recovery_codes_left: 0 }],
  })
  t.pass('held')
})

import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { abandoned, refusalOf, user, type UserCommand, type UserEvent } from './user.ts'
import { fold } from '../shared/decider.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(user, { now: noon })
const userId = idNumber(1)
const base = { userId, at: noon }
const sealed = 'sealed:v1:s.aXY.dGV4dA.dGFn'
const registration = {
  organisationId: idNumber(2),
  email: sealed,
  username: sealed,
  emailHash: 'a'.repeat(64),
  usernameHash: 'b'.repeat(64),
  roles: ['consumer'],
} satisfies Extract<UserCommand, { type: 'RegisterUser' }>['registration']
const first = '1'.repeat(64)
const second = '2'.repeat(64)
const expiresAt = '2026-11-21T12:00:00.000Z'

const registered: UserEvent = { type: 'UserRegistered', data: { ...base, ...registration } }
const passwordSet: UserEvent = { type: 'PasswordSet', data: { ...base, hash: sealed } }
const requested = (tokenHash: string): UserEvent => ({
  type: 'VerificationRequested',
  data: { ...base, tokenHash, expiresAt },
})
const verified: UserEvent = { type: 'EmailVerified', data: base }
const stalled: UserEvent = { type: 'RegistrationAbandoned', data: { ...base, reason: 'STALLED' } }
const reason = `sealed:v1:${userId}.a.b.c`
const disabled: UserEvent = { type: 'AccountDisabled', data: { ...base, reason } }
const fresh = [registered, passwordSet, requested(first)]

const verification = { tokenHash: first, validForSeconds: 86_400 }
const register: UserCommand = { type: 'RegisterUser', userId, registration, passwordHash: sealed }
const abandon: UserCommand = { type: 'AbandonRegistration', userId, reason: 'STALLED' }
const resend: UserCommand = {
  type: 'RequestVerification',
  userId,
  tokenHash: second,
  validForSeconds: 86_400,
}
const prove = (tokenHash: string): UserCommand => ({ type: 'VerifyEmail', userId, tokenHash })

t.test('decisions', async (t) => {
  t.test('registers', async () =>
    given()
      .when({ ...register, verification })
      .then(fresh),
  )
  t.test('registers as vouched for', async () =>
    given().when(register).then([registered, passwordSet, verified]),
  )
  t.test('keeps each role once, in order', async () =>
    given()
      .when({
        ...register,
        registration: { ...registration, roles: ['provider', 'consumer', 'provider'] },
      })
      .then([
        {
          type: 'UserRegistered',
          data: { ...base, ...registration, roles: ['consumer', 'provider'] },
        },
        passwordSet,
        verified,
      ]),
  )
  t.test('registers once', async () =>
    given(...fresh)
      .when(register)
      .then('ALREADY_EXISTS'),
  )
  t.test('never registers what was abandoned', async () =>
    given(stalled).when(register).then('REGISTRATION_ABANDONED'),
  )
  t.test('abandons what never came', async () => given().when(abandon).then([stalled]))
  t.test('abandons once', async () => given(stalled).when(abandon).then([]))
  t.test('does not abandon an account', async () =>
    given(...fresh)
      .when(abandon)
      .then('ALREADY_EXISTS'),
  )
  t.test('asks for proof again', async () =>
    given(...fresh)
      .when(resend)
      .then([requested(second)]),
  )
  t.test('asks no more once proved', async () =>
    given(...fresh, verified)
      .when(resend)
      .then([]),
  )
  t.test('asks nobody', async () => given().when(resend).then('NOT_FOUND'))
  t.test('asks nobody who gave up', async () => given(stalled).when(resend).then('NOT_FOUND'))
  t.test('proves', async () =>
    given(...fresh)
      .when(prove(first))
      .then([verified]),
  )
  t.test('proves once', async () =>
    given(...fresh, verified)
      .when(prove(first))
      .then([]),
  )
  t.test('refuses a wrong token', async () =>
    given(...fresh)
      .when(prove(second))
      .then('VERIFICATION_INVALID'),
  )
  t.test('refuses a wrong token after the right one', async () =>
    given(...fresh, verified)
      .when(prove(second))
      .then('VERIFICATION_INVALID'),
  )
  t.test('refuses a token that was replaced', async () =>
    given(...fresh, requested(second))
      .when(prove(first))
      .then('VERIFICATION_INVALID'),
  )
  t.test('refuses a token at its expiry', async () =>
    given(...fresh)
      .at(expiresAt)
      .when(prove(first))
      .then('VERIFICATION_INVALID'),
  )
  t.test('takes no token for an account vouched for', async () =>
    given(registered, passwordSet, verified).when(prove(first)).then('VERIFICATION_INVALID'),
  )
  t.test('changes roles', async () =>
    given(...fresh)
      .when({ type: 'ChangeRoles', userId, roles: ['operator', 'developer'] })
      .then([{ type: 'RolesChanged', data: { ...base, roles: ['developer', 'operator'] } }]),
  )
  t.test('has these roles already', async () =>
    given(...fresh)
      .when({ type: 'ChangeRoles', userId, roles: ['consumer'] })
      .then([]),
  )
  t.test('disables', async () =>
    given(...fresh)
      .when({ type: 'DisableAccount', userId, reason })
      .then([disabled]),
  )
  t.test('disables once', async () =>
    given(...fresh, disabled)
      .when({ type: 'DisableAccount', userId, reason })
      .then([]),
  )
  t.test('enables', async () =>
    given(...fresh, disabled)
      .when({ type: 'EnableAccount', userId })
      .then([{ type: 'AccountEnabled', data: base }]),
  )
  t.test('enables once', async () =>
    given(...fresh)
      .when({ type: 'EnableAccount', userId })
      .then([]),
  )
})

t.test('an abandoned registration says why, each time', async (t) => {
  t.equal(abandoned('USERNAME_TAKEN').rejected, 'USERNAME_TAKEN')
  t.equal(abandoned('STALLED').rejected, 'REGISTRATION_ABANDONED')
})

t.test('who may act', async (t) => {
  const refusal = (events: readonly UserEvent[]): string | undefined => {
    const state = fold(user.evolve, user.initial, events)
    return state.kind === 'registered' ? refusalOf(state)?.rejected : state.kind
  }
  t.equal(refusal(fresh), 'EMAIL_NOT_VERIFIED')
  t.equal(refusal([...fresh, verified]), undefined)
  t.equal(refusal([...fresh, verified, disabled]), 'ACCOUNT_DISABLED')
  const enabled: UserEvent = { type: 'AccountEnabled', data: base }
  t.equal(refusal([...fresh, verified, disabled, enabled]), undefined)
})

import t from 'tap'
import { decides, idNumber, noon } from '../../test/kit/scenarios.ts'
import { abandoned, refusalOf, user, type UserCommand, type UserEvent } from './user.ts'
import { fold } from '../shared/decider.ts'

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
const disabled: UserEvent = { type: 'AccountDisabled', data: { ...base, reason: 'abuse' } }
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

t.test('decisions', async (t) =>
  decides(t, user, [
    { name: 'registers', when: { ...register, verification }, then: fresh },
    {
      name: 'registers as vouched for',
      when: register,
      then: [registered, passwordSet, verified],
    },
    {
      name: 'keeps each role once, in order',
      when: {
        ...register,
        registration: { ...registration, roles: ['provider', 'consumer', 'provider'] },
      },
      then: [
        {
          type: 'UserRegistered',
          data: { ...base, ...registration, roles: ['consumer', 'provider'] },
        },
        passwordSet,
        verified,
      ],
    },
    { name: 'registers once', given: fresh, when: register, then: 'ALREADY_EXISTS' },
    {
      name: 'never registers what was abandoned',
      given: [stalled],
      when: register,
      then: 'REGISTRATION_ABANDONED',
    },
    { name: 'abandons what never came', when: abandon, then: [stalled] },
    { name: 'abandons once', given: [stalled], when: abandon, then: [] },
    { name: 'does not abandon an account', given: fresh, when: abandon, then: 'ALREADY_EXISTS' },
    { name: 'asks for proof again', given: fresh, when: resend, then: [requested(second)] },
    { name: 'asks no more once proved', given: [...fresh, verified], when: resend, then: [] },
    { name: 'asks nobody', when: resend, then: 'NOT_FOUND' },
    { name: 'asks nobody who gave up', given: [stalled], when: resend, then: 'NOT_FOUND' },
    { name: 'proves', given: fresh, when: prove(first), then: [verified] },
    { name: 'proves once', given: [...fresh, verified], when: prove(first), then: [] },
    {
      name: 'refuses a wrong token',
      given: fresh,
      when: prove(second),
      then: 'VERIFICATION_INVALID',
    },
    {
      name: 'refuses a wrong token after the right one',
      given: [...fresh, verified],
      when: prove(second),
      then: 'VERIFICATION_INVALID',
    },
    {
      name: 'refuses a token that was replaced',
      given: [...fresh, requested(second)],
      when: prove(first),
      then: 'VERIFICATION_INVALID',
    },
    {
      name: 'refuses a token at its expiry',
      given: fresh,
      when: prove(first),
      at: expiresAt,
      then: 'VERIFICATION_INVALID',
    },
    {
      name: 'takes no token for an account vouched for',
      given: [registered, passwordSet, verified],
      when: prove(first),
      then: 'VERIFICATION_INVALID',
    },
    {
      name: 'changes roles',
      given: fresh,
      when: { type: 'ChangeRoles', userId, roles: ['operator', 'developer'] },
      then: [{ type: 'RolesChanged', data: { ...base, roles: ['developer', 'operator'] } }],
    },
    {
      name: 'has these roles already',
      given: fresh,
      when: { type: 'ChangeRoles', userId, roles: ['consumer'] },
      then: [],
    },
    {
      name: 'disables',
      given: fresh,
      when: { type: 'DisableAccount', userId, reason: 'abuse' },
      then: [disabled],
    },
    {
      name: 'disables once',
      given: [...fresh, disabled],
      when: { type: 'DisableAccount', userId, reason: 'more abuse' },
      then: [],
    },
    {
      name: 'enables',
      given: [...fresh, disabled],
      when: { type: 'EnableAccount', userId },
      then: [{ type: 'AccountEnabled', data: base }],
    },
    { name: 'enables once', given: fresh, when: { type: 'EnableAccount', userId }, then: [] },
  ]),
)

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

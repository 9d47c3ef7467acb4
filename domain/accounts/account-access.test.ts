import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { fold } from '../shared/decider.ts'
import { endSessions, evolveAccess, initialAccess, isOfEpoch } from './account-access.ts'
import { refusalOf, user, type UserCommand, type UserEvent } from './user.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(user, { now: noon })
const userId = idNumber(1)
const sessionId = idNumber(9)
const base = { userId, at: noon }
const sealed = 'sealed:v1:s.aXY.dGV4dA.dGFn'
const [first, second] = ['1'.repeat(64), '2'.repeat(64)]
const expiresAt = '2026-11-20T13:00:00.000Z'

const registered: UserEvent = {
  type: 'UserRegistered',
  data: {
    ...base,
    organisationId: idNumber(2),
    email: sealed,
    username: sealed,
    emailHash: 'a'.repeat(64),
    usernameHash: 'b'.repeat(64),
    roles: ['consumer'],
  },
}
const verified: UserEvent = { type: 'EmailVerified', data: base }
const passwordSet: UserEvent = { type: 'PasswordSet', data: { ...base, hash: sealed } }
const requested = (tokenHash: string): UserEvent => ({
  type: 'PasswordResetRequested',
  data: { ...base, tokenHash, expiresAt },
})
const ended = (epoch: number, reason: 'PASSWORD_RESET' | 'PASSWORD_CHANGED'): UserEvent => ({
  type: 'SessionsEnded',
  data: { ...base, epoch, reason },
})
const deactivated: UserEvent = { type: 'AccountDeactivated', data: base }
const disabled: UserEvent = { type: 'AccountDisabled', data: base }
const account = [registered, passwordSet, verified]

const request = (tokenHash: string): UserCommand => ({
  type: 'RequestPasswordReset',
  userId,
  tokenHash,
  validForSeconds: 3600,
})
const reset = (tokenHash: string): UserCommand => ({
  type: 'ResetPassword',
  userId,
  tokenHash,
  passwordHash: sealed,
})

t.test('a forgotten password', async (t) => {
  t.test('is asked for', async () =>
    given(...account)
      .when(request(first))
      .then([requested(first)]),
  )
  t.test('is not asked for twice a minute', async () =>
    given(...account, requested(first))
      .at('2026-11-20T12:00:59.999Z')
      .when(request(second))
      .then([]),
  )
  t.test('is asked for again after that', async () =>
    given(...account, requested(first))
      .at('2026-11-20T12:01:00.000Z')
      .when(request(second))
      .then(['PasswordResetRequested']),
  )
  t.test('is not asked for by who was shut out', async () =>
    given(...account, disabled)
      .when(request(first))
      .then([]),
  )
  t.test('is replaced, and every session ends', async () =>
    given(...account, requested(first))
      .when(reset(first))
      .then([passwordSet, ended(1, 'PASSWORD_RESET')]),
  )
  t.test('is replaced by the newest token alone', async () =>
    given(...account, requested(first), requested(second))
      .when(reset(first))
      .then('PASSWORD_RESET_INVALID'),
  )
  t.test('is replaced once', async () =>
    given(...account, requested(first), passwordSet, ended(1, 'PASSWORD_RESET'))
      .when(reset(first))
      .then('PASSWORD_RESET_INVALID'),
  )
  t.test('is replaced before the token expires', async () =>
    given(...account, requested(first))
      .at(expiresAt)
      .when(reset(first))
      .then('PASSWORD_RESET_INVALID'),
  )
  t.test('changed meanwhile, the token is void', async () =>
    given(...account, requested(first), passwordSet, ended(1, 'PASSWORD_CHANGED'))
      .when(reset(first))
      .then('PASSWORD_RESET_INVALID'),
  )
  t.test('of who was shut out stays', async () =>
    given(...account, requested(first), disabled)
      .when(reset(first))
      .then('PASSWORD_RESET_INVALID'),
  )
  t.test('proves the address, too', async () =>
    given(registered, passwordSet, requested(first))
      .when(reset(first))
      .then([passwordSet, ended(1, 'PASSWORD_RESET'), verified]),
  )
})

t.test('a changed password keeps the session it was changed in', async () =>
  given(...account)
    .when({ type: 'ChangePassword', userId, passwordHash: sealed, kept: sessionId })
    .then([
      passwordSet,
      {
        type: 'SessionsEnded',
        data: { ...base, epoch: 1, reason: 'PASSWORD_CHANGED', kept: sessionId },
      },
    ]),
)

t.test('an account that rests', async (t) => {
  const rest: UserCommand = { type: 'DeactivateAccount', userId }
  const wake: UserCommand = { type: 'ReactivateAccount', userId }
  t.test('logs out everywhere', async () =>
    given(...account)
      .when(rest)
      .then([deactivated, 'SessionsEnded']),
  )
  t.test('rests once', async () =>
    given(...account, deactivated)
      .when(rest)
      .then([]),
  )
  t.test('wakes', async () =>
    given(...account, deactivated)
      .when(wake)
      .then(['AccountReactivated']),
  )
  t.test('is awake already', async () =>
    given(...account)
      .when(wake)
      .then([]),
  )
  const refused = (...events: readonly UserEvent[]): string | undefined => {
    const state = fold(user.evolve, user.initial, [...account, ...events])
    return state.kind === 'registered' ? refusalOf(state)?.rejected : state.kind
  }
  t.equal(refused(deactivated), 'ACCOUNT_DEACTIVATED')
  t.equal(refused(deactivated, disabled), 'ACCOUNT_DISABLED')
  t.equal(refused(deactivated, { type: 'AccountReactivated', data: base }), undefined)
})

t.test(
  'a session outlasts an end of all if it was opened later, or kept by the last',
  async (t) => {
    const open = fc.record({ type: fc.constant('open' as const) })
    const end = fc.record({ type: fc.constant('end' as const), keeps: fc.option(fc.nat()) })
    fc.assert(
      fc.property(fc.array(fc.oneof(open, end), { maxLength: 40 }), (steps) => {
        let access = initialAccess
        /** By the sentence above, and by nothing else. */
        let standing = new Set<string>()
        const opened: { readonly id: string; readonly epoch: number }[] = []
        for (const step of steps) {
          if (step.type === 'open') {
            const id = `session ${opened.length}`
            opened.push({ id, epoch: access.epoch })
            standing.add(id)
          } else {
            const candidates = [...standing]
            const kept =
              step.keeps === null ? undefined : candidates[step.keeps % (candidates.length || 1)]
            access = evolveAccess(access, endSessions(access, 'LOGGED_OUT_EVERYWHERE', base, kept))
            standing = new Set(kept === undefined ? [] : [kept])
          }
          for (const { id, epoch } of opened)
            if (isOfEpoch(access, id, epoch) !== standing.has(id)) return false
        }
        return true
      }),
    )
    t.pass('held')
  },
)

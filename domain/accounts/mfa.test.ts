import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../test/kit/given-when-then/meta.ts'
import { fold } from '../shared/decider.ts'
import { isRejection } from '../shared/rejection.ts'
import { mfa, type MfaCommand, type MfaEvent, type Proof } from './mfa.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given, after } = decider(mfa, { now: noon })
const userId = idNumber(1)
const base = { userId, at: noon }
const secret = `sealed:v1:${userId}.aa.bb.cc`
const hashes = (digit: string): string[] =>
  Array.from({ length: 10 }, (_, n) => `${digit}${n}`.repeat(32))
const codeHash = 'a3'.repeat(32)

const step = (n: number): Proof => ({ kind: 'step', step: n })
const recovery: Proof = { kind: 'recoveryCode', codeHash }
const wrong: Proof = { kind: 'wrong' }

const begin: MfaCommand = { type: 'BeginMfaEnrolment', userId, secret }
const enable = (proof: Proof): MfaCommand => ({
  type: 'EnableMfa',
  userId,
  proof,
  recoveryCodes: hashes('a'),
})
const pass = (proof: Proof): MfaCommand => ({ type: 'PassMfa', userId, proof })
const replace = (proof: Proof): MfaCommand => ({
  type: 'ReplaceRecoveryCodes',
  userId,
  proof,
  recoveryCodes: hashes('b'),
})
const disable = (proof: Proof): MfaCommand => ({ type: 'DisableMfa', userId, proof })
const reset: MfaCommand = { type: 'ResetMfa', userId }

const begun: MfaEvent = { type: 'MfaEnrolmentBegun', data: { ...base, secret } }
const used = (n: number): MfaEvent => ({ type: 'MfaStepUsed', data: { ...base, step: n } })
const enabled: MfaEvent = { type: 'MfaEnabled', data: { ...base, recoveryCodes: hashes('a') } }
const rejected: MfaEvent = { type: 'MfaCodeRejected', data: base }
const on = [begun, used(100), enabled] as const

t.test('decisions', async (t) => {
  t.test('begins', async () => given().when(begin).then([begun]))
  t.test('begins anew with another secret', async () => given(begun).when(begin).then([begun]))
  t.test('is enabled by a code', async () =>
    given(begun)
      .when(enable(step(100)))
      .then([used(100), enabled]),
  )
  t.test('not by a wrong one', async () => given(begun).when(enable(wrong)).then([rejected]))
  t.test('not by a recovery code, of which there are none', async () =>
    given(begun).when(enable(recovery)).then([rejected]),
  )
  t.test('not before it was begun', async () =>
    given()
      .when(enable(step(1)))
      .then('MFA_NOT_ENABLED'),
  )
  t.test('once', async () =>
    given(...on)
      .when(begin)
      .then('MFA_ALREADY_ENABLED'),
  )
  t.test('once, to the end', async () =>
    given(...on)
      .when(enable(step(101)))
      .then('MFA_ALREADY_ENABLED'),
  )
  t.test('passes a later step', async () =>
    given(...on)
      .when(pass(step(101)))
      .then([used(101)]),
  )
  t.test('not the same step again, nor one before it', async () => {
    given(...on)
      .when(pass(step(100)))
      .then([rejected])
    given(...on)
      .when(pass(step(99)))
      .then([rejected])
  })
  t.test('passes a recovery code once', async () => {
    const usedCode: MfaEvent = { type: 'MfaRecoveryCodeUsed', data: { ...base, codeHash } }
    given(...on)
      .when(pass(recovery))
      .then([usedCode])
    given(...on, usedCode)
      .when(pass(recovery))
      .then([rejected])
  })
  t.test('replaces the codes, all of them', async () => {
    const events = after(begin, enable(step(1)), replace(recovery)).events
    given(...events)
      .when(pass(recovery))
      .then([rejected])
  })
  t.test('replaces and disables only for a code', async () => {
    given(...on)
      .when(replace(wrong))
      .then([rejected])
    given(...on)
      .when(disable(wrong))
      .then([rejected])
  })
  t.test('is disabled by a code, and then begins anew', async () => {
    const off = after(begin, enable(step(1)), disable(step(2)))
    off.when(pass(step(3))).then('MFA_NOT_ENABLED')
    off.when(disable(step(3))).then('MFA_NOT_ENABLED')
    off.when(begin).then([begun])
  })
  t.test('is reset without a code, once', async () => {
    given(...on)
      .when(reset)
      .then(['MfaDisabled'])
    given().when(reset).then([])
  })
})

t.test('who is wrong too often waits, longer each time', async (t) => {
  const four = Array.from({ length: 4 }, () => rejected)
  const locked = (minutes: number): MfaEvent => ({
    type: 'MfaCodeRejected',
    data: { ...base, lockedUntil: new Date(Date.parse(noon) + minutes * 60_000).toISOString() },
  })
  given(...on, ...four)
    .when(pass(wrong))
    .then([locked(1)])
  const history = [...on, ...four, locked(1)]
  given(...history)
    .when(pass(step(101)))
    .then('MFA_LOCKED')
  given(...history)
    .when(pass(recovery))
    .then('MFA_LOCKED')
  const later = '2026-11-20T12:01:00.000Z'
  given(...history)
    .at(later)
    .when(pass(step(101)))
    .then(['MfaStepUsed'])
  given(...history, ...Array.from({ length: 20 }, () => rejected))
    .at(later)
    .when(pass(wrong))
    .then([
      {
        type: 'MfaCodeRejected',
        data: { userId, at: later, lockedUntil: '2026-11-20T13:01:00.000Z' },
      },
    ])
  given(...history, used(101), ...four.slice(1))
    .when(pass(wrong))
    .then([rejected])
  t.pass('held; being right begins the count anew')
})

t.test(
  'whatever is tried: a step and a recovery code are good once, and never while locked',
  async (t) => {
    const proof = fc.oneof(
      fc.nat({ max: 12 }).map(step),
      fc
        .constantFrom(...hashes('a'), ...hashes('b'))
        .map((hash): Proof => ({ kind: 'recoveryCode', codeHash: hash })),
      fc.constant(wrong),
    )
    const command = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(begin, reset) },
      { weight: 2, arbitrary: proof.map(enable) },
      { weight: 6, arbitrary: proof.map(pass) },
      { weight: 1, arbitrary: proof.map(replace) },
      { weight: 1, arbitrary: proof.map(disable) },
    )
    const moment = fc.nat({ max: 120_000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(command, moment), { maxLength: 60 }), (tried) => {
        let state = mfa.initial
        let now = Date.parse(noon)
        let steps: number[] = []
        let codes: string[] = []
        for (const [wish, pause] of tried) {
          now += pause
          const at = new Date(now).toISOString()
          const decided = mfa.decide(wish, state, { ...meta, now: at })
          const events = isRejection(decided) ? [] : decided
          const isLocked = state.lockedUntil !== undefined && at < state.lockedUntil
          for (const event of events) {
            if (event.type === 'MfaEnrolmentBegun' || event.type === 'MfaDisabled') steps = []
            if (event.type === 'MfaEnabled' || event.type === 'MfaRecoveryCodesReplaced') codes = []
            if (event.type === 'MfaStepUsed') {
              if (isLocked || steps.some((before) => before >= event.data.step)) return false
              steps.push(event.data.step)
            }
            if (event.type === 'MfaRecoveryCodeUsed') {
              if (isLocked || codes.includes(event.data.codeHash)) return false
              codes.push(event.data.codeHash)
            }
          }
          state = fold(mfa.evolve, state, events)
        }
        return true
      }),
      { numRuns: 500 },
    )
    t.pass('held')
  },
)

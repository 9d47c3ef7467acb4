import { identities, type IdentitiesCommand } from '../../domain/accounts/identities.ts'
import { mfa, type MfaCommand } from '../../domain/accounts/mfa.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, job: string, organisation: string) => void

const sealed = `sealed:v1:${idOf('user')}.aa.bb.cc`
const hashes = (digit: string): string[] =>
  Array.from({ length: 10 }, (_, n) => `${digit}${n}`.repeat(32))

const onFactor =
  (commandFor: (userId: string) => MfaCommand): Step =>
  (recorder, _, name) => {
    const userId = idOf('user', name)
    recorder.record(mfa, userId, commandFor(userId))
  }

const onLink =
  (commandFor: (userId: string) => IdentitiesCommand): Step =>
  (recorder, _, name) => {
    const userId = idOf('user', name)
    recorder.record(identities, userId, commandFor(userId))
  }

const identityId = (userId: string, claim: number): string =>
  idOf('identity', `${userId} ${claim.toString()}`)

const link = (claim: number): Step =>
  onLink((userId) => ({
    type: 'LinkIdentity',
    userId,
    identityId: identityId(userId, claim),
    link: { identityHash: 'ab'.repeat(32), claim, provider: 'example', subject: sealed },
  }))

const unlink = (claim: number): Step =>
  onLink((userId) => ({
    type: 'UnlinkIdentity',
    userId,
    identityId: identityId(userId, claim),
    hasPassword: true,
  }))

/** A person, called as the job is, and how they log in. */
export const signInSteps = {
  enrolFactor: onFactor((userId) => ({ userId, type: 'BeginMfaEnrolment', secret: sealed })),
  enableFactor: onFactor((userId) => ({
    userId,
    type: 'EnableMfa',
    proof: { kind: 'step', step: 1 },
    recoveryCodes: hashes('a'),
  })),
  passFactor: onFactor((userId) => ({ userId, type: 'PassMfa', proof: { kind: 'step', step: 2 } })),
  recover: onFactor((userId) => ({
    userId,
    type: 'PassMfa',
    proof: { kind: 'recoveryCode', codeHash: 'a3'.repeat(32) },
  })),
  guess: onFactor((userId) => ({ userId, type: 'PassMfa', proof: { kind: 'wrong' } })),
  disableFactor: onFactor((userId) => ({ userId, type: 'ResetMfa' })),
  link: link(0),
  unlink: unlink(0),
  linkAgain: link(2),
  unlinkAgain: unlink(2),
} as const

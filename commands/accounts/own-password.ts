import type { User } from '../../domain/accounts/user.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { verifyNothing, verifyPassword } from '../../platform/auth/password.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Whether this is the account's password. Costs the same, whether there is such an account or not. */
export const isPassword = async (
  { services }: CommandTools,
  account: User,
  password: string,
): Promise<boolean> => {
  const sealed = account.kind === 'registered' ? account.passwordHash : undefined
  const hash = sealed === undefined ? undefined : await services.vault.open(sealed)
  return hash === undefined ? verifyNothing(password) : verifyPassword(hash, password)
}

export const wrongPassword = reject('WRONG_PASSWORD', 'This is not the password that you have now.')

/** Whoever holds somebody's token is to guess their password no faster than who stands before the door. */
const guesses = { size: 10, fillsInMs: 600_000 }

/** Why a signed-in person's word that they know their password is not taken: WRONG_PASSWORD, or RATE_LIMITED. */
export const refusedOwnPassword = async (
  tools: CommandTools,
  userId: string,
  account: User,
  password: string,
): Promise<Rejection | Failure | undefined> => {
  const { keyMeter } = tools.services
  // Without the cache nobody is held up, as with every other rate.
  const guess = await keyMeter
    .takeTokens(`password:${userId}`, guesses, 1)
    .catch(() => ({ taken: true, waitMs: 0 }))
  if (!guess.taken) {
    const seconds = Math.ceil(guess.waitMs / 1000)
    return { code: 'RATE_LIMITED', detail: `Too many tries: wait for ${seconds} seconds.` }
  }
  return (await isPassword(tools, account, password)) ? undefined : wrongPassword
}

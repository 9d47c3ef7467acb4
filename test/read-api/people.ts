import type { Role } from '../../domain/accounts/roles.ts'
import { user } from '../../domain/accounts/user.ts'
import { idOf } from '../read-models/samples.ts'
import type { ReadApiUnderTest } from './kit.ts'

/** Records that somebody registered and proved the address. */
export const recordPerson = async (
  { recorder, vault }: ReadApiUnderTest,
  name: string,
  roles: readonly Role[] = ['consumer'],
): Promise<string> => {
  const userId = idOf('user', name)
  recorder.record(user, userId, {
    type: 'RegisterUser',
    userId,
    registration: {
      organisationId: idOf('organisation', name),
      email: await vault.seal(userId, `${name}@example.org`),
      username: await vault.seal(userId, name),
      emailHash: 'a'.repeat(64),
      usernameHash: 'b'.repeat(64),
      roles: [...roles],
    },
    passwordHash: await vault.seal(userId, 'argon2'),
  })
  return userId
}

import { hashPassword } from '../../../../platform/auth/password.ts'
import type { Expected } from '../core/check.ts'
import type { EventStoreNode } from '../core/node.ts'
import { fits } from './password.ts'
import {
  appendUser,
  listUser,
  notifyPasswordChanged,
  protectUserStream,
  readUser,
  userStreamOf,
  type User,
} from './user-records.ts'

export type UserOutcome = 'done' | 'not-found' | 'conflict' | 'wrong-password'

export type NewUser = {
  readonly login: string
  readonly password: string
  readonly fullName: string
  readonly groups: readonly string[]
}

/** Users as streams, each change an event at the exact revision that it was decided on. */
export type UserManagement = {
  /** The same user with the same password again is done already. */
  readonly create: (user: NewUser) => Promise<UserOutcome>
  readonly update: (
    login: string,
    fullName: string,
    groups: readonly string[],
  ) => Promise<UserOutcome>
  readonly enable: (login: string) => Promise<UserOutcome>
  readonly disable: (login: string) => Promise<UserOutcome>
  readonly remove: (login: string) => Promise<UserOutcome>
  readonly changePassword: (login: string, current: string, next: string) => Promise<UserOutcome>
  readonly resetPassword: (login: string, next: string) => Promise<UserOutcome>
}

const at = (revision: number): Expected =>
  revision < 0 ? { kind: 'no-stream' } : { kind: 'revision', revision }

export const createUserManagement = (node: EventStoreNode): UserManagement => {
  const change = async (
    login: string,
    changed: (user: User) => Promise<Partial<User> | undefined>,
    forgetPassword: boolean,
  ): Promise<UserOutcome> => {
    const user = readUser(node, login)
    if (user === undefined) return 'not-found'
    const changes = await changed(user)
    if (changes === undefined) return 'wrong-password'
    if (forgetPassword) await notifyPasswordChanged(node, login)
    const next = { ...user, ...changes }
    return (await appendUser(node, '$UserUpdated', next, at(user.revision))) ? 'done' : 'conflict'
  }
  const changeFacts = (login: string, changes: Partial<User>, forgetPassword: boolean) =>
    change(login, () => Promise.resolve(changes), forgetPassword)

  return {
    create: async ({ login, password, fullName, groups }) => {
      const existing = readUser(node, login)
      if (existing !== undefined) {
        return (await fits(existing.hash, password)) ? 'done' : 'conflict'
      }
      const { last } = node.streams.get(userStreamOf(login))
      const hash = await hashPassword(password)
      await protectUserStream(node, login)
      const user = { login, fullName, groups, hash, disabled: false }
      if (!(await appendUser(node, '$UserCreated', user, at(last)))) return 'conflict'
      await listUser(node, login)
      return 'done'
    },
    update: (login, fullName, groups) => changeFacts(login, { fullName, groups }, true),
    enable: (login) => changeFacts(login, { disabled: false }, false),
    disable: (login) => changeFacts(login, { disabled: true }, true),
    remove: async (login) => {
      const user = readUser(node, login)
      if (user === undefined) return 'not-found'
      const outcome = await node.writer.softDelete(userStreamOf(login), at(user.revision))
      await notifyPasswordChanged(node, login)
      return outcome.kind === 'appended' ? 'done' : 'conflict'
    },
    changePassword: (login, current, next) =>
      change(
        login,
        async ({ hash }) =>
          (await fits(hash, current)) ? { hash: await hashPassword(next) } : undefined,
        true,
      ),
    resetPassword: (login, next) =>
      change(login, async () => ({ hash: await hashPassword(next) }), true),
  }
}

import { randomUUID } from 'node:crypto'
import type { Expected } from '../core/check.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { findStream, readStreamBackwards } from '../core/read-stream.ts'
import { metastreamOf } from '../core/streams.ts'
import { createdMsOf, dataOf, revisionOf } from '../store/record.ts'
import { adminsGroup } from './principal.ts'

/** A user as its stream has it. `hash` is a PHC string, salt and cost included. */
export type User = {
  readonly login: string
  readonly fullName: string
  readonly groups: readonly string[]
  readonly hash: string
  readonly disabled: boolean
  readonly updatedMs: number
  readonly revision: number
}

export type UserFacts = Omit<User, 'updatedMs' | 'revision'>

const none = Buffer.alloc(0)

export const systemEvent = (type: string, data: object | string): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: typeof data === 'string' ? 'application/octet-stream' : 'application/json',
  metadata: none,
  data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
})

export const userStreamOf = (login: string): string => `$user-${login}`

const parse = (bytes: Buffer): User | undefined => {
  const json: unknown = JSON.parse(dataOf(bytes).toString('utf8'))
  if (typeof json !== 'object' || json === null) return undefined
  const { loginName, fullName, groups, hash, disabled }: Record<string, unknown> = { ...json }
  if (typeof loginName !== 'string' || typeof hash !== 'string') return undefined
  return {
    login: loginName,
    fullName: typeof fullName === 'string' ? fullName : '',
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
    hash,
    disabled: disabled === true,
    updatedMs: createdMsOf(bytes),
    revision: revisionOf(bytes),
  }
}

/** The last event of a stream that can be read. */
const lastOf = (node: EventStoreNode, stream: string): Buffer | undefined => {
  const found = findStream(node.streams, stream)
  if (found.kind !== 'found') return undefined
  for (const { bytes } of readStreamBackwards(node.log, found.state, 'end', node.now()))
    return bytes
  return undefined
}

export const readUser = (node: EventStoreNode, login: string): User | undefined => {
  const bytes = lastOf(node, userStreamOf(login))
  return bytes === undefined ? undefined : parse(bytes)
}

/** The logins ever given, in the order of their first time. */
export const loginsOf = (node: EventStoreNode): readonly string[] => {
  const found = findStream(node.streams, '$users')
  if (found.kind !== 'found') return []
  const entries = readStreamBackwards(node.log, found.state, 'end', node.now())
  const logins = Array.from(entries, ({ bytes }) => dataOf(bytes).toString('utf8'))
  return [...new Set(logins.reverse())]
}

export const readUsers = (node: EventStoreNode): readonly User[] =>
  loginsOf(node)
    .flatMap((login) => readUser(node, login) ?? [])
    .sort((a, b) => (a.login < b.login ? -1 : 1))

const dataFrom = ({ login, fullName, groups, hash, disabled }: UserFacts) => ({
  loginName: login,
  fullName,
  groups,
  hash,
  disabled,
})

/** Whether it was written: somebody else may have changed the user meanwhile. */
export const appendUser = async (
  node: EventStoreNode,
  type: '$UserCreated' | '$UserUpdated',
  user: UserFacts,
  expected: Expected,
): Promise<boolean> => {
  const event = systemEvent(type, dataFrom(user))
  const outcome = await node.writer.append(userStreamOf(user.login), [event], expected)
  return outcome.kind === 'appended'
}

const any: Expected = { kind: 'any' }

/** A new user's stream is the administrators', and `$users` lists the login. */
export const protectUserStream = async (node: EventStoreNode, login: string): Promise<void> => {
  const rights = { $acl: { $w: adminsGroup, $d: adminsGroup, $mw: adminsGroup } }
  const metastream = metastreamOf(userStreamOf(login))
  await node.writer.append(metastream, [systemEvent('$metadata', rights)], any)
}
export const listUser = async (node: EventStoreNode, login: string): Promise<void> => {
  await node.writer.append('$users', [systemEvent('$User', login)], any)
}

const notifications = '$users-password-notifications'

/** Tells whoever remembers a password that it is not to be trusted any more. */
export const notifyPasswordChanged = async (node: EventStoreNode, login: string): Promise<void> => {
  const metastream = metastreamOf(notifications)
  if (node.streams.get(metastream).last < 0) {
    await node.writer.append(metastream, [systemEvent('$metadata', { $maxAge: 3600 })], any)
  }
  const event = systemEvent('$PasswordChanged', { loginName: login })
  await node.writer.append(notifications, [event], any)
}

import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventStoreNode } from '../core/node.ts'
import { adminsGroup, operationsGroup } from './principal.ts'
import { createUserManagement } from './user-management.ts'
import { listUser, loginsOf, userStreamOf } from './user-records.ts'

/** Passwords for the first start; left out, they are made up and kept in the data directory. */
export type FirstPasswords = { readonly admin?: string; readonly ops?: string }

const standard = [
  { login: 'admin', fullName: 'Event Store Administrator', groups: [adminsGroup] },
  { login: 'ops', fullName: 'Event Store Operations', groups: [operationsGroup] },
] as const

/** Where a made-up password is found, readable by the node's own user alone. */
export const passwordFileOf = (directory: string, login: 'admin' | 'ops'): string =>
  join(directory, `${login}-password`)

/** What was made up at a start that did not come to creating the user is used by the next one. */
const madeUp = (file: string): string => {
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (kept !== '') return kept
  } catch {
    // None was made up yet.
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** Creates `admin` and `ops` where they have never been; one that was deleted stays deleted. */
export const ensureStandardUsers = async (
  node: EventStoreNode,
  directory: string,
  given: FirstPasswords,
): Promise<void> => {
  const users = createUserManagement(node)
  for (const { login, fullName, groups } of standard) {
    if (node.streams.get(userStreamOf(login)).last >= 0) {
      // A first start that was cut short may have created it without listing it.
      if (!loginsOf(node).includes(login)) await listUser(node, login)
      continue
    }
    const file = passwordFileOf(directory, login)
    const password = given[login] ?? madeUp(file)
    if (given[login] !== undefined) rmSync(file, { force: true })
    await users.create({ login, fullName, groups, password })
  }
}

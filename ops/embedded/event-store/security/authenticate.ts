import { createHash } from 'node:crypto'
import { Semaphore } from 'async-mutex'
import { LRUCache } from 'lru-cache'
import { verifyNothing } from '../../../../platform/auth/password.ts'
import type { EventStoreNode } from '../core/node.ts'
import { fits } from './password.ts'
import type { Principal } from './principal.ts'
import { readUser } from './user-records.ts'

/** Whom an `authorization` header names; undefined when it is not to be believed. */
export type Authenticate = (header: string) => Promise<Principal | undefined>

/** Checks are dear on purpose, and must not take the whole machine. */
const atOnce = 2
const remembered = 1_000

type Credentials = { readonly login: string; readonly password: string }

const credentialsIn = (header: string): Credentials | undefined => {
  const encoded = /^basic\s+([a-z0-9+/=]+)$/i.exec(header.trim())?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 1 ? undefined : { login: text.slice(0, colon), password: text.slice(colon + 1) }
}

/**
 * Checks basic credentials against the users' streams. What was right is remembered, as a digest, for as long as the
 * user's hash stays the one it was right for: every call carries the password.
 */
export const createAuthenticate = (node: EventStoreNode): Authenticate => {
  const right = new LRUCache<string, string>({ max: remembered })
  const checks = new Semaphore(atOnce)
  return async (header) => {
    const credentials = credentialsIn(header)
    if (credentials === undefined) return undefined
    const { login, password } = credentials
    const user = readUser(node, login)
    const digest = createHash('sha256').update(header).digest('base64')
    if (user === undefined || right.get(digest) !== user.hash) {
      const isRight = await checks.runExclusive(() =>
        user === undefined ? verifyNothing(password) : fits(user.hash, password),
      )
      if (!isRight || user === undefined) return undefined
      right.set(digest, user.hash)
    }
    return user.disabled ? undefined : { login, groups: user.groups }
  }
}

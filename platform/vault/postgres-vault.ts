import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Postgres } from '../postgres/connect.ts'
import { formatSealed, isSubjectId, parseSealed } from './sealed-text.ts'
import { SubjectErased, VaultUnavailable, type Vault } from './vault.ts'
import { decrypt, encrypt, unwrap, wrap, wrappingKeyOf } from './wrapping.ts'

/** How long an unwrapped key may be used in a process without asking again, so that nobody has one for longer that is destroyed. */
export const defaultKeyLifeMs = 30_000

export type VaultOptions = {
  /** How long an unwrapped key may be used without asking again whether it still exists. Default 30 s. */
  readonly keyLifeMs?: number
  readonly maxKeys?: number
  /** Milliseconds on any scale; a test moves its own. */
  readonly now?: () => number
}

type SubjectKey =
  | { readonly kind: 'present'; readonly key: Buffer }
  | { readonly kind: 'destroyed' }
  | { readonly kind: 'absent' }

const answerOf = async <Answer>(query: Promise<Answer>): Promise<Answer> => {
  try {
    return await query
  } catch (cause) {
    throw new VaultUnavailable('the keys of personal data cannot be reached', { cause })
  }
}

/**
 * The vault on the table `subject_keys`. Another process may go on with a key for `keyLifeMs` after it was destroyed here,
 * no longer. Opening throws when the text was tampered with or its key was lost without being destroyed.
 */
export const createPostgresVault = (
  db: Postgres['db'],
  masterSecret: Uint8Array,
  options: VaultOptions = {},
): Vault => {
  const { keyLifeMs = defaultKeyLifeMs, maxKeys = 10_000, now } = options
  const masterKey = wrappingKeyOf(masterSecret)
  const unwrapped = new LRUCache<string, Buffer>({
    max: maxKeys,
    ttl: keyLifeMs,
    ...(now === undefined ? {} : { perf: { now }, ttlResolution: 0 }),
  })

  const find = async (subjectId: string): Promise<SubjectKey> => {
    const known = unwrapped.get(subjectId)
    if (known !== undefined) return { kind: 'present', key: known }
    const row = await answerOf(
      db
        .selectFrom('subject_keys')
        .select('wrapped_key')
        .where('subject_id', '=', subjectId)
        .executeTakeFirst(),
    )
    if (row === undefined) return { kind: 'absent' }
    if (row.wrapped_key === null) return { kind: 'destroyed' }
    const key = unwrap(masterKey, subjectId, row.wrapped_key)
    unwrapped.set(subjectId, key)
    return { kind: 'present', key }
  }

  /** Of several processes that make the key at once one wins, and all read the winner's. */
  const findOrMake = async (subjectId: string): Promise<SubjectKey> => {
    const found = await find(subjectId)
    if (found.kind !== 'absent') return found
    const wrapped_key = wrap(masterKey, subjectId, randomBytes(32))
    await answerOf(
      db
        .insertInto('subject_keys')
        .values({ subject_id: subjectId, wrapped_key })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    )
    return find(subjectId)
  }

  return {
    seal: async (subjectId, value) => {
      if (!isSubjectId(subjectId)) throw new RangeError(`not a subject id: ${subjectId}`)
      if (value === '') throw new RangeError('there is nothing to seal')
      const found = await findOrMake(subjectId)
      if (found.kind !== 'present') throw new SubjectErased(`${subjectId} was erased`)
      return formatSealed(subjectId, encrypt(found.key, subjectId, Buffer.from(value)))
    },
    open: async (sealed) => {
      const parsed = parseSealed(sealed)
      if (parsed === undefined) throw new RangeError('not a sealed text')
      const { subjectId, encrypted } = parsed
      const found = await find(subjectId)
      if (found.kind === 'destroyed') return undefined
      if (found.kind === 'absent') throw new Error(`the key of subject ${subjectId} is missing`)
      return decrypt(found.key, subjectId, encrypted).toString()
    },
    destroy: async (subjectId) => {
      const gone = { wrapped_key: null, destroyed_at: sql<Date>`now()` }
      await answerOf(
        db
          .insertInto('subject_keys')
          .values({ subject_id: subjectId, ...gone })
          .onConflict((conflict) =>
            conflict
              .column('subject_id')
              .doUpdateSet(gone)
              .where('subject_keys.destroyed_at', 'is', null),
          )
          .execute(),
      )
      unwrapped.delete(subjectId)
    },
  }
}

import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { Sealed } from '../../domain/shared/values.ts'
import { connectPostgres } from '../postgres/connect.ts'
import { createPostgresVault } from './postgres-vault.ts'
import { SubjectErased, VaultUnavailable } from './vault.ts'

const server = await startTestPostgres()
const postgres = await connectPostgres(server.url)
t.teardown(async () => {
  await postgres.close()
  await server.stop()
})
const master = Buffer.alloc(32, 3)
const vaultOf = (masterKey = master, now?: () => number) =>
  createPostgresVault(postgres.db, masterKey, { keyLifeMs: 30_000, ...(now ? { now } : {}) })
const vault = vaultOf()

t.test('what is sealed opens, here and in another process', async (t) => {
  const another = vaultOf()
  await fc.assert(
    fc.asyncProperty(fc.uuid(), fc.string({ minLength: 1 }), async (subject, value) => {
      const sealed = await vault.seal(subject, value)
      if (!Sealed.safeParse(sealed).success || (sealed.includes(value) && value.length > 3))
        return false
      // A lone surrogate has no UTF-8 form; nothing else is changed.
      return (await another.open(sealed)) === Buffer.from(value).toString()
    }),
    { numRuns: 30 },
  )
  t.not(await vault.seal('s', 'value'), await vault.seal('s', 'value'), 'equal values do not show')
})

t.test('many at once make one key', async (t) => {
  const vaults = Array.from({ length: 8 }, () => vaultOf())
  const sealed = await Promise.all(vaults.map((vault) => vault.seal('crowd', 'same')))
  for (const text of sealed) t.equal(await vault.open(text), 'same')
})

t.test('a sealed text belongs to its subject, whole', async (t) => {
  const sealed = await vault.seal('owner', 'secret')
  await vault.seal('thief', 'x')
  await t.rejects(vault.open(sealed.replace('owner', 'thief')), 'under another name')
  const [head = '', iv = '', text = '', tag = ''] = sealed.split('.')
  const turned = (part: string): string => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
  await t.rejects(vault.open([head, turned(iv), text, tag].join('.')))
  await t.rejects(vault.open([head, iv, turned(text), tag].join('.')))
  await t.rejects(vault.open([head, iv, text, turned(tag)].join('.')))
  await t.rejects(vault.open([head, iv, text, tag.slice(0, 6)].join('.')), 'a shortened tag')
  await t.rejects(vault.open('sealed:v2:owner.a.b.c'), RangeError)
  await t.rejects(vaultOf(Buffer.alloc(32, 4)).open(sealed), 'under another master key')
  await t.rejects(
    vault.open(sealed.replace('owner', 'nobody')),
    /missing/,
    'a lost key is not erasure',
  )
  await t.rejects(vault.seal('a.b', 'x'), RangeError)
  await t.rejects(vault.seal('owner', ''), RangeError)
})

t.test('erasure is final, and reaches other processes when their key has aged', async (t) => {
  let now = 1
  const another = vaultOf(master, () => now)
  const sealed = await vault.seal('leaver', 'personal')
  t.equal(await another.open(sealed), 'personal')
  await vault.destroy('leaver')
  t.equal(await vault.open(sealed), undefined)
  t.equal(await vaultOf().open(sealed), undefined)
  await t.rejects(vault.seal('leaver', 'again'), SubjectErased)
  now += 30_001
  t.equal(await another.open(sealed), undefined)
  await vault.destroy('leaver')
  t.equal(await vault.open(sealed), undefined, 'twice is once')
  await vault.destroy('never seen')
  await t.rejects(vault.seal('never-seen-before', ''), RangeError)
})

t.test('a subject erased before it had a key never gets one', async (t) => {
  await vault.destroy('early')
  await t.rejects(vault.seal('early', 'x'), SubjectErased)
})

t.test('the stored key is not the key', async (t) => {
  await vault.seal('stored', 'x')
  const row = await postgres.db
    .selectFrom('subject_keys')
    .selectAll()
    .where('subject_id', '=', 'stored')
    .executeTakeFirstOrThrow()
  t.equal(row.wrapped_key?.length, 12 + 32 + 16)
  t.equal(row.destroyed_at, null)
})

t.test('without its database it says that it is unavailable', async (t) => {
  const gone = await connectPostgres(server.url)
  const vault = createPostgresVault(gone.db, master)
  await vault.seal('s', 'x')
  await gone.close()
  await t.rejects(vault.seal('another', 'x'), VaultUnavailable)
  await t.rejects(vault.open('sealed:v1:another.a.b.c'), VaultUnavailable)
  await t.rejects(vault.destroy('another'), VaultUnavailable)
})

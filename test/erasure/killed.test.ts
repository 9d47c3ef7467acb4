import { mkdtempSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { createApiKey } from '../../commands/accounts/create-api-key.ts'
import { createOrganisation } from '../../commands/accounts/create-organisation.ts'
import { eraseAccount } from '../../commands/accounts/erase-account.ts'
import { completeErasure } from '../../commands/accounts/erasure/complete-erasure.ts'
import { inviteMember } from '../../commands/accounts/invitations/invite-member.ts'
import type { Services } from '../../commands/shared/services.ts'
import { user } from '../../domain/accounts/user.ts'
import { createFootprint } from '../../ops/erasure/footprint.ts'
import { startProjectorRole } from '../../ops/hub/roles/projector.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { crashingAt } from '../accounts/crash.ts'
import { answerOf, run, startHub } from '../accounts/hub.ts'
import { namesHeld } from '../accounts/names-held.ts'
import { signUp } from '../accounts/people.ts'

t.setTimeout(600_000)
const hub = await startHub()
const { eventStore, postgres, postgresUrl } = hub
const cache = createMemoryCache()
const dataDir = mkdtempSync(join(tmpdir(), 'qhub-killed-'))
const footprint = createFootprint({
  pool: postgres.pool,
  postgresUrl,
  eventStore,
  cache,
  dataDir,
  keyLifeMs: 0,
})
const healthy: Services = { ...hub.process(), footprint }
const projector = startProjectorRole(
  { postgres, postgresUrl, eventStore, cache, bus: createMemoryBus(), vault: healthy.vault },
  createLogger('silent'),
)
t.teardown(async () => {
  await projector.stop()
  await cache.close()
  await hub.stop()
})

const hubItself = { scopes: ['*'] }

/** Somebody with an organisation beside the own one, a key, a session, and invitations both ways. Closed. */
const closedPerson = async () => {
  const person = await signUp(hub, healthy)
  const founded = run(healthy, createOrganisation, { name: 'Own' }, person.context)
  const { organisationId } = await answerOf(founded)
  const guest = { organisationId, email: 'guest@elsewhere.example' }
  await answerOf(run(healthy, inviteMember, guest, person.context))
  const wish = { name: 'ci', scopes: ['jobs:read'] }
  await answerOf(run(healthy, createApiKey, wish, person.context))
  await answerOf(run(healthy, eraseAccount, { userId: person.userId }, hubItself))
  return { ...person, founded: organisationId }
}

const livingKeys = async (subjects: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await postgres.pool.query<{ subject_id: string }>(
    'SELECT subject_id FROM subject_keys WHERE subject_id = ANY($1) AND wrapped_key IS NOT NULL',
    [subjects],
  )
  return rows.map(({ subject_id }) => subject_id)
}

type Closed = Awaited<ReturnType<typeof closedPerson>>

const isErased = async ({ userId, organisationId, founded }: Closed): Promise<boolean> => {
  const outcome = await answerOf(run(healthy, completeErasure, { userId }, hubItself))
  const keys = await livingKeys([userId, organisationId, founded])
  const last = (await eventStore.read(`${user.category}-${userId}`, { from: 0n })).at(-1)
  return outcome.reach.keysDestroyed === 4 && keys.length === 0 && last?.type === 'AccountErased'
}

for (const happened of [false, true])
  t.test(
    `killed at any append, ${happened ? 'after' : 'before'} it: begun again, it completes`,
    async (t) => {
      for (let append = 1; ; append++) {
        const person = await closedPerson()
        const store = crashingAt(eventStore, { append, happened })
        const dying: Services = { ...hub.process(store), footprint }
        const died = await run(dying, completeErasure, { userId: person.userId }, hubItself).then(
          () => false,
          () => true,
        )
        t.ok(await isErased(person), `append ${append}`)
        if (!died) return
      }
    },
  )

t.test('killed at each key that is destroyed', async (t) => {
  for (let key = 1; key <= 4; key++) {
    const person = await closedPerson()
    let destroyed = 0
    const destroy: Services['vault']['destroy'] = async (subject) => {
      await healthy.vault.destroy(subject)
      destroyed += 1
      if (destroyed === key) throw new Error('killed')
    }
    const dying: Services = { ...hub.process(), footprint, vault: { ...healthy.vault, destroy } }
    await t.rejects(run(dying, completeErasure, { userId: person.userId }, hubItself))
    t.ok(await isErased(person), `key ${key}`)
  }
})

t.test('two at a time leave one report; names are given back', async (t) => {
  const person = await closedPerson()
  const attempts = [hub.process(), hub.process()].map((services) =>
    answerOf(
      run({ ...services, footprint }, completeErasure, { userId: person.userId }, hubItself),
    ),
  )
  const [first, second] = await Promise.all(attempts)
  t.strictSame(first, second)
  t.ok(namesHeld(await hub.log()))
  t.strictSame(await readdir(join(dataDir)), [], 'nothing is left beside')
})

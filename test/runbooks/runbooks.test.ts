import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { documentAt } from '../docs/documents.ts'
import { openSession } from '../docs/shell.ts'
import { fencesOf } from '../docs/markdown.ts'
import { disputedCharge } from './incidents/disputed-charge.ts'
import { erasureRequest } from './incidents/erasure-request.ts'
import { laggingProjector } from './incidents/lagging-projector.ts'
import { lostRedis } from './incidents/lost-redis.ts'
import { movedEventStore } from './incidents/moved-event-store.ts'
import { restoredPostgres } from './incidents/restored-postgres.ts'
import { unreadEvent } from './incidents/unread-event.ts'
import type { Raise } from './incident.ts'
import { sectionsOf } from './sections.ts'
import { walk } from './walk.ts'
import { openWorld } from './world.ts'

t.setTimeout(300_000)

/** The same event stops both a saga and the rows of its stream: the first runbook leaves the second to do. */
const incidents: Readonly<Record<string, Raise>> = {
  'stuck-saga': unreadEvent.saga,
  'poison-event': unreadEvent.rows,
  'lagging-projector': laggingProjector,
  'lost-redis': lostRedis,
  'restored-postgres': restoredPostgres,
  'moved-event-store': movedEventStore,
  'erasure-request': erasureRequest,
  'disputed-charge': disputedCharge,
}

const page = documentAt('docs/operations.md').text
const directory = mkdtempSync(join(tmpdir(), 'qhub-runbooks-'))
const world = await openWorld(directory)
const shell = openSession(world.environment)
t.teardown(async () => {
  shell.end()
  await world.close()
  rmSync(directory, { recursive: true, force: true })
})

const [before] = fencesOf(page)
await shell.run(before?.text ?? '')

const walked = sectionsOf(page).filter(({ anchor }) => anchor in incidents)
t.same(
  walked.map(({ anchor }) => anchor),
  Object.keys(incidents),
  'the page has a runbook for each',
)

for (const section of walked)
  t.test(section.anchor, async (t) => {
    const raise = incidents[section.anchor]
    if (raise === undefined) throw new Error(`nobody knows how ${section.anchor} comes about`)
    await walk(t, world, shell, section, await raise(world))
  })

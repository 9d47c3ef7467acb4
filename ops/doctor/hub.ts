import type { Pool } from 'pg'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { eventsLeft } from '../../projections/generations/events-left.ts'
import { listGenerations, liveGeneration } from '../../projections/generations/generations.ts'
import { listQuarantine } from '../../projections/quarantine/ask.ts'
import { note, ok, warning, wrong, type Check, type Finding } from './finding.ts'

/** Behind by so much is no passing load any more. */
const manyEvents = 1_000
const longSeconds = 60

type Reader = { readonly reader: string; readonly position: bigint; readonly seconds: number }

const sagaReaders = async (pool: Pool): Promise<readonly Reader[]> => {
  const { rows } = await pool.query<Reader>(
    `SELECT reader, min(position) AS position,
       extract(epoch FROM now() - min(updated_at))::float8 AS seconds
     FROM saga_progress GROUP BY reader ORDER BY reader`,
  )
  return rows
}

const lag: Check = {
  name: 'lag',
  look: async ({ pool: open, eventStore: connect, now }) => {
    const [pool, eventStore] = [await open(), await connect()]
    const generations = await listGenerations(pool)
    const following = generations.filter(({ state }) => state === 'FOLLOWING')
    const readers = [
      ...following.map(({ generation, position, events, movedAt }) => ({
        ...{ name: `generation ${generation}`, position, events },
        seconds: (now().getTime() - (movedAt ?? now()).getTime()) / 1000,
      })),
      ...(await sagaReaders(pool)).map(({ reader, position, seconds }) => ({
        ...{ name: reader, position, events: 0n, seconds },
      })),
    ]
    if (readers.length === 0)
      return [note('no projector or saga has ever run on this Postgres', 'qhub start')]
    return Promise.all(
      readers.map(async ({ name, position, events, seconds }): Promise<Finding> => {
        const left = await eventsLeft(eventStore, position, events)
        const behind = `${name} is ${left.exact ? '' : 'about '}${left.events} events behind`
        if (left.events <= manyEvents && (left.events === 0 || seconds < longSeconds))
          return ok(behind)
        // What is behind and moves catches up; what does not move never will.
        return seconds < longSeconds
          ? warning(behind, 'qhub replay status; watch whether it falls')
          : wrong(
              `${behind}, and has not moved for ${Math.round(seconds)} s`,
              'see whether a process with that role runs, and its log; docs/how-to/operate.md',
            )
      }),
    )
  },
}

const quarantined: Check = {
  name: 'quarantine',
  look: async ({ pool: open }) => {
    const rows = await listQuarantine(await open())
    if (rows.length === 0) return [ok('no stream waits behind an event that cannot be applied')]
    return rows.map(({ stream, group_name, event_type, waiting, error }) =>
      wrong(
        `${stream} waits in ${group_name} behind ${event_type}, with ${waiting.toString()} more: ${error}`,
        `qhub quarantine show ${stream}`,
      ),
    )
  },
}

type Trouble = { readonly stream: string; readonly parked: number; readonly stuck: string | null }

/** So many are named; of more it is said how many. */
const named = 20

const instances: Check = {
  name: 'sagas',
  look: async ({ pool: open }) => {
    const pool = await open()
    const { generation } = await liveGeneration(pool)
    const { rows } = await pool.query<Trouble>(
      `SELECT stream, parked_count AS parked,
         (SELECT string_agg(reason, ', ') FROM jsonb_object_keys(stuck) AS reason) AS stuck
       FROM ${schemaOfGeneration(generation)}.saga_instances
       WHERE parked_count > 0 OR (status = 'ACTIVE' AND stuck <> '{}') ORDER BY stream`,
    )
    if (rows.length === 0) return [ok('no instance is stuck or has anything parked')]
    const told = rows
      .slice(0, named)
      .map(({ stream, parked, stuck }) =>
        parked > 0
          ? wrong(
              `${stream}: ${parked} messages or effects are parked`,
              `qhub deadletters show ${stream}`,
            )
          : warning(`${stream} is stuck: ${stuck ?? ''}`, `qhub saga show ${stream}`),
      )
    return rows.length <= named
      ? told
      : [...told, wrong(`and ${rows.length - named} more`, 'qhub saga list --state parked')]
  },
}

export const hubChecks: readonly Check[] = [lag, quarantined, instances]

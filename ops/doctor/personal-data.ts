import type { Pool } from 'pg'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { parseSealed } from '../../platform/vault/sealed-text.ts'
import { decrypt, unwrap, wrappingKeyOf } from '../../platform/vault/wrapping.ts'
import { wholeLog } from '../log/whole-log.ts'
import { note, ok, wrong, type Check, type Finding } from './finding.ts'
import { lastEvents } from './last-events.ts'

/** How a text that is sealed in the log fares today. */
type Fate = 'opens' | 'erased' | 'key lost' | 'key made anew' | 'other master key'

type Row = { readonly subject_id: string; readonly wrapped_key: Buffer | null }

const sealedText = /sealed:v1:[^"\\]+/g

/** The first sealed text of each subject. */
const textsIn = async (
  pages: AsyncIterable<readonly RecordedEvent[]>,
): Promise<ReadonlyMap<string, string>> => {
  const texts = new Map<string, string>()
  for await (const events of pages)
    for (const { data } of events)
      for (const [text] of JSON.stringify(data).matchAll(sealedText)) {
        const subjectId = parseSealed(text)?.subjectId
        if (subjectId !== undefined && !texts.has(subjectId)) texts.set(subjectId, text)
      }
  return texts
}

const passes = (work: () => Buffer): Buffer | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

const fateOf = (masterKey: Buffer, text: string, row: Row | undefined): Fate => {
  const parsed = parseSealed(text)
  if (parsed === undefined || row === undefined) return 'key lost'
  const { subjectId, encrypted } = parsed
  const { wrapped_key } = row
  if (wrapped_key === null) return 'erased'
  const key = passes(() => unwrap(masterKey, subjectId, wrapped_key))
  if (key === undefined) return 'other master key'
  return passes(() => decrypt(key, subjectId, encrypted)) === undefined ? 'key made anew' : 'opens'
}

const rowsOf = async (pool: Pool, subjects: readonly string[]): Promise<readonly Row[]> => {
  const { rows } = await pool.query<Row>(
    'SELECT subject_id, wrapped_key FROM subject_keys WHERE subject_id = ANY($1)',
    [subjects],
  )
  return rows
}

const fromBackup = 'stop the hub, so that it seals nothing more, and restore'

/** What to do about a fate, and how it is told; nothing of those that are as they should be. */
const troubles: readonly (readonly [Fate, string, string])[] = [
  [
    'other master key',
    'are under another master key than this one',
    `${fromBackup} keys/master.key, or QHUB_MASTER_KEY, from its backup`,
  ],
  [
    'key lost',
    'are under a key that is not there: it would be made anew by whatever seals next',
    `${fromBackup} subject_keys from a backup of Postgres: docs/operations.md#restored-postgres`,
  ],
  [
    'key made anew',
    'are under a key that was lost, and has been made anew since: nothing opens them but the old one',
    `${fromBackup} those rows of subject_keys from a backup of Postgres, or erase the accounts: docs/operations.md#restored-postgres`,
  ],
]

/** Whether what is sealed in the log opens: a key that was lost is not missed until somebody asks for the text. */
export const personalDataCheck: Check = {
  name: 'personal-data',
  look: async ({ config, pool: open, eventStore: connect, wholeLog: isWhole }) => {
    const [pool, eventStore] = [await open(), await connect()]
    const texts = await textsIn(isWhole ? wholeLog(eventStore) : lastEvents(eventStore))
    if (texts.size === 0) return [note('nothing is sealed in what was read of the log')]
    const rows = new Map(
      (await rowsOf(pool, [...texts.keys()])).map((row) => [row.subject_id, row]),
    )
    const masterKey = wrappingKeyOf(config.masterKey)
    const fates = [...texts].map(
      ([subject, text]) => [subject, fateOf(masterKey, text, rows.get(subject))] as const,
    )
    const said = troubles.flatMap(([fate, told, next]): readonly Finding[] => {
      const those = fates.filter((each) => each[1] === fate)
      const [first] = those
      return first === undefined
        ? []
        : [
            wrong(
              `personal data of ${those.length} of ${texts.size} subjects, ${first[0]} among them, ${told}`,
              next,
            ),
          ]
    })
    const opens = fates.filter(([, fate]) => fate === 'opens').length
    return said.length > 0
      ? said
      : [ok(`what is sealed opens, of ${opens} subjects; ${texts.size - opens} were erased`)]
  },
}

import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../../platform/config/schema.ts'
import { attachServers } from '../../hub/attach.ts'
import { cliOperator, operatorDeed, type CliWish } from '../../operations/operator-deed.ts'
import { openHub } from '../attached.ts'
import { configOrExit } from '../load.ts'
import { say } from '../say.ts'

type Unlogged = Pick<CliWish, 'subject' | 'reason'> & { readonly action: string }

/** Notes in the data directory what no log can take: restores and repairs are of the log itself. Says so. */
export const noteBeside = async (
  dataDir: string,
  { action, subject, reason }: Unlogged,
): Promise<void> => {
  const file = join(dataDir, 'operator-actions.ndjson')
  const note = { at: new Date().toISOString(), by: cliOperator(), action, subject, reason }
  await mkdir(dataDir, { recursive: true })
  await appendFile(file, `${JSON.stringify(note)}\n`, { mode: 0o600, flush: true })
  say(`no hub’s log takes this now: ${action} is noted in ${file}`)
}

const isRunning = (config: Config): boolean => {
  try {
    attachServers(config)
    return true
  } catch {
    return false
  }
}

/** Whose store it is: the configured hub's, or, elsewhere, one next to which a note is left. */
export type Whose = 'the hub’s' | { readonly dataDir: string }

/**
 * Does something with a store on record in its hub's log; with a note beside it where no log can be written: a backup is
 * taken also while Postgres is down.
 */
export const onRecord = async <Result>(
  whose: Whose,
  wish: CliWish,
  work: () => Promise<Result>,
  inWords: (result: Result) => string,
): Promise<Result> => {
  const config = whose === 'the hub’s' ? configOrExit() : undefined
  const hub =
    config === undefined || !isRunning(config)
      ? undefined
      : await openHub(config).catch(() => undefined)
  if (hub === undefined) {
    const result = await work()
    await noteBeside(whose === 'the hub’s' ? configOrExit().dataDir : whose.dataDir, wish)
    return result
  }
  const done: Result[] = []
  try {
    await operatorDeed(hub, wish, async () => {
      const result = await work()
      done.push(result)
      return { outcome: 'DONE', detail: inWords(result) }
    })
  } finally {
    await hub.close()
  }
  const [result] = done
  if (result === undefined) throw new Error('nothing came of it')
  return result
}

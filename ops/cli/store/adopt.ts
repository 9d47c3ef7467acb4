import { join } from 'node:path'
import { Command } from 'commander'
import { createLogger } from '../../../platform/telemetry/logger.ts'
import { connect } from '../../hub/connections.ts'
import { openServers } from '../../hub/servers.ts'
import { adoptLog, type Adopted } from '../../store/adopt.ts'
import { configOrExit } from '../load.ts'
import { say } from '../say.ts'
import { beforeChange } from '../before-change.ts'
import { hostOf, shortNameOf } from './directory.ts'
import { noteBeside } from './record.ts'
import { longWork } from '../long-work.ts'
import {
  confirmOption,
  jsonOption,
  reasonOption,
  type Confirmed,
  type Json,
  type Reasoned,
} from '../options.ts'

const adopt = async (): Promise<Adopted> => {
  const config = configOrExit()
  const servers = await openServers(config, say)
  try {
    const connections = await connect(config, servers, createLogger(config.logLevel))
    try {
      const { eventStore, cache, postgres } = connections
      return await adoptLog({ pool: postgres.pool, eventStore, cache })
    } finally {
      await connections.close()
    }
  } finally {
    await servers.stop()
  }
}

const inWords = ({ head, toldUpTo }: Adopted): string =>
  `The log up to position ${head} is adopted: the next start builds everything again from it. Other systems count as told up to position ${toldUpTo}`

export const adoptCommand = (): Command =>
  new Command('adopt')
    .description(
      'have the configured Postgres follow the configured event store from its beginning, when it followed another log before (moved, or restored from a backup); no hub may run',
    )
    .addOption(reasonOption())
    .addOption(confirmOption('the name of the event store that is followed then'))
    .addOption(jsonOption('the result as a line of JSON'))
    .action(async ({ reason, confirm, ...output }: Json & Reasoned & Confirmed) => {
      const { dataDir, eventstoreUrl } = configOrExit()
      const followed =
        eventstoreUrl === undefined
          ? shortNameOf(join(dataDir, 'event-store'))
          : hostOf(eventstoreUrl)
      await beforeChange({ subject: followed, destructive: true, confirm })
      await longWork(
        output,
        async () => {
          const adopted = await adopt()
          await noteBeside(dataDir, { action: 'store.adopt', subject: dataDir, reason })
          return adopted
        },
        inWords,
      )
    })

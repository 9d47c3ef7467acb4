import { Command } from 'commander'
import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Config } from '../../platform/config/schema.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { connect } from '../hub/connections.ts'
import { openServers } from '../hub/servers.ts'
import { createServices } from '../hub/services.ts'
import { operatorDeed } from '../operations/operator-deed.ts'
import { beforeChange } from './before-change.ts'
import { configOrExit } from './load.ts'
import { noExecution } from './no-execution.ts'
import { jsonOption } from './options.ts'
import { asJson, fail, messageOf, print, say } from './say.ts'

type Options = { readonly email: string; readonly username: string; readonly reason: string }

/** Embedded servers serve one program at a time. */
const whileRunning = ({ eventstoreUrl, postgresUrl }: Config): string =>
  eventstoreUrl === undefined || postgresUrl === undefined
    ? '. An operator is made while no hub runs on the data directory'
    : ''

type Person = { readonly email: string; readonly username: string; readonly password: string }

/** Makes them, on record under the id that they have or get: names are personal. */
const create = async (services: Services, person: Person, reason: string): Promise<void> => {
  const commandId = derivedId('operator', person.email, person.username)
  const context = systemContext('cli', commandId, commandId, commandId)
  const wish = { action: 'operator.create', subject: derivedId(commandId, 'user'), reason } as const
  await operatorDeed({ services }, wish, async () => {
    const outcome = await execute(services, bootstrapOperator, person, context)
    if (outcome.kind === 'failed') return fail(1, outcome.failure.detail, outcome.failure.code)
    print(asJson(outcome.answer))
    return { outcome: 'DONE', detail: `${outcome.answer.userId} is an operator` }
  })
}

/** The first operator is made on the hub's own machine; the password comes by environment, so that no shell history keeps it. */
export const operatorCommand = (): Command =>
  new Command('operator').description('operators of the hub').addCommand(
    new Command('create')
      .description('make a verified operator; the password is taken from OPERATOR_PASSWORD')
      .requiredOption('--email <address>', 'where their mails go')
      .requiredOption('--username <name>', 'by which others know them')
      .option('--reason <text>', 'why; it stays on record', 'an operator of the hub is needed')
      .addOption(jsonOption('the answer is one line of JSON either way'))
      .action(async ({ email, username, reason }: Options) => {
        const password = process.env['OPERATOR_PASSWORD'] ?? fail(2, 'OPERATOR_PASSWORD is not set')
        const config = configOrExit()
        await beforeChange({ subject: username, destructive: false })
        const servers = await openServers(config, say).catch((error: unknown) =>
          fail(1, `${messageOf(error)}${whileRunning(config)}`),
        )
        try {
          const logger = createLogger(config.logLevel)
          const connections = await connect(config, servers, logger)
          try {
            const services = createServices(config, connections, noExecution, logger)
            await create(services, { email, username, password }, reason)
          } finally {
            await connections.close()
          }
        } finally {
          await servers.stop()
        }
      }),
  )

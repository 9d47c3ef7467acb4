import { Command } from 'commander'
import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import type { Config } from '../../platform/config/schema.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { connect } from '../hub/connections.ts'
import { openServers } from '../hub/servers.ts'
import { createServices } from '../hub/services.ts'
import { configOrExit } from './load.ts'
import { fail, print, say } from './say.ts'

type Options = { readonly email: string; readonly username: string }

/** Embedded servers serve one program at a time. */
const whileRunning = ({ eventstoreUrl, postgresUrl }: Config): string =>
  eventstoreUrl === undefined || postgresUrl === undefined
    ? '. An operator is made while no hub runs on the data directory'
    : ''

const noCircuits = {
  analyse: () => Promise.reject(new Error('this command reads no circuit')),
}

/** The first operator is made on the hub's own machine; the password comes by environment, so that no shell history keeps it. */
export const operatorCommand = (): Command =>
  new Command('operator').description('operators of the hub').addCommand(
    new Command('create')
      .description('make a verified operator; the password is taken from OPERATOR_PASSWORD')
      .requiredOption('--email <address>')
      .requiredOption('--username <name>')
      .action(async ({ email, username }: Options) => {
        const password = process.env['OPERATOR_PASSWORD'] ?? fail(2, 'OPERATOR_PASSWORD is not set')
        const config = configOrExit()
        const servers = await openServers(config, say).catch((error: unknown) =>
          fail(
            1,
            `${error instanceof Error ? error.message : String(error)}${whileRunning(config)}`,
          ),
        )
        const logger = createLogger(config.logLevel)
        const connections = await connect(config, servers, logger)
        const services = createServices(config, connections, noCircuits, logger)
        const commandId = derivedId('operator', email, username)
        const context = systemContext('cli', commandId, commandId, commandId)
        const outcome = await execute(
          services,
          bootstrapOperator,
          { email, username, password },
          context,
        )
        await connections.close()
        await servers.stop()
        if (outcome.kind === 'failed')
          return fail(1, `${outcome.failure.code}: ${outcome.failure.detail}`)
        print(JSON.stringify(outcome.answer))
      }),
  )

import { Command } from 'commander'
import { censusCommand } from './census.ts'
import { configCommand } from './config.ts'
import { deadlettersCommand } from './deadletters.ts'
import { decisionsCommand } from './decisions.ts'
import { operatorCommand } from './operator.ts'
import { sagaCommand } from './saga.ts'
import { quarantineCommand } from './quarantine.ts'
import { replayCommand } from './replay.ts'
import { startCommand } from './start.ts'
import { storeCommand } from './store.ts'

/** Wrong use ends with 2, in commands within commands too. */
const strict = (command: Command): Command => {
  command.commands.forEach(strict)
  return command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
}

/** The command line of the hub. Exit codes: 0 done · 1 failed · 2 wrong use or configuration. */
export const createProgram = (): Command =>
  strict(
    new Command('qhub')
      .description('Quantum Hub: run it, and look after it')
      .showHelpAfterError()
      .addCommand(startCommand())
      .addCommand(configCommand())
      .addCommand(operatorCommand())
      .addCommand(sagaCommand())
      .addCommand(deadlettersCommand())
      .addCommand(replayCommand())
      .addCommand(quarantineCommand())
      .addCommand(censusCommand())
      .addCommand(decisionsCommand())
      .addCommand(storeCommand()),
  )

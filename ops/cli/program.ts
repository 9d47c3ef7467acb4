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

/** The command line of the hub. Exit codes: 0 done · 1 failed · 2 wrong use or configuration. */
export const createProgram = (): Command =>
  new Command('qhub')
    .description('Quantum Hub: run it, and look after it')
    .showHelpAfterError()
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .addCommand(startCommand())
    .addCommand(configCommand())
    .addCommand(operatorCommand())
    .addCommand(sagaCommand())
    .addCommand(deadlettersCommand())
    .addCommand(replayCommand())
    .addCommand(quarantineCommand())
    .addCommand(censusCommand())
    .addCommand(decisionsCommand())
    .addCommand(storeCommand())

import { Command } from 'commander'
import { censusCommand } from './census.ts'
import { configCommand } from './config.ts'
import { decisionsCommand } from './decisions.ts'
import { operatorCommand } from './operator.ts'
import { startCommand } from './start.ts'

/** The command line of the hub. Exit codes: 0 done · 1 failed · 2 wrong use or configuration. */
export const createProgram = (): Command =>
  new Command('qhub')
    .description('Quantum Hub: run it, and look after it')
    .showHelpAfterError()
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .addCommand(startCommand())
    .addCommand(configCommand())
    .addCommand(operatorCommand())
    .addCommand(censusCommand())
    .addCommand(decisionsCommand())

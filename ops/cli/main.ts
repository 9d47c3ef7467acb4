import { Command } from 'commander'
import { configCommand } from './config.ts'
import { operatorCommand } from './operator.ts'
import { startCommand } from './start.ts'

/** Exit codes: 0 done · 1 failed · 2 wrong use or configuration. */
const program = new Command('qhub')
  .description('Quantum Hub: run it, and look after it')
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .addCommand(startCommand())
  .addCommand(configCommand())
  .addCommand(operatorCommand())

await program.parseAsync()

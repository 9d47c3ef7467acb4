import { Command, Option } from 'commander'
import { auditCommand } from './audit.ts'
import { capsuleCommand } from './capsule.ts'
import { censusCommand } from './census.ts'
import { colourModes, useColour, type ColourMode } from './colour.ts'
import { completionCommand } from './completion.ts'
import { configCommand } from './config.ts'
import { deadlettersCommand } from './deadletters.ts'
import { decisionsCommand } from './decisions.ts'
import { describeCommand } from './describe.ts'
import { doctorCommand } from './doctor.ts'
import { eraseCommand } from './erase.ts'
import { helpCommand, withManuals } from './help.ts'
import { ledgerCommand } from './ledger.ts'
import { operatorCommand } from './operator.ts'
import { paymentsCommand } from './payments.ts'
import { quarantineCommand } from './quarantine.ts'
import { replayCommand } from './replay.ts'
import { sagaCommand } from './saga.ts'
import { answerInJson } from './say.ts'
import { startCommand } from './start.ts'
import { stateCommand } from './state.ts'
import { storeCommand } from './store.ts'
import { strictly } from './strict.ts'
import { timersCommand } from './timers.ts'
import { whatifCommand } from './whatif.ts'

/** The command line of the hub. Exit codes: 0 done · 1 failed, or found what should not be · 2 wrong use or configuration. */
export const createProgram = (): Command =>
  withManuals(
    strictly(
      new Command('qhub')
        .description('Quantum Hub: run it, and look after it')
        .addOption(
          new Option('--color <when>', 'colours; auto: on a terminal, unless NO_COLOR is set')
            .choices(colourModes)
            .default('auto'),
        )
        .hook('preAction', (program, command) => {
          useColour(program.opts<{ readonly color: ColourMode }>().color)
          answerInJson(command.opts<{ readonly json?: boolean }>().json === true)
        })
        .addCommand(startCommand())
        .addCommand(doctorCommand())
        .addCommand(describeCommand())
        .addCommand(configCommand())
        .addCommand(operatorCommand())
        .addCommand(ledgerCommand())
        .addCommand(paymentsCommand())
        .addCommand(eraseCommand())
        .addCommand(sagaCommand())
        .addCommand(deadlettersCommand())
        .addCommand(timersCommand())
        .addCommand(replayCommand())
        .addCommand(quarantineCommand())
        .addCommand(censusCommand())
        .addCommand(decisionsCommand())
        .addCommand(storeCommand())
        .addCommand(auditCommand())
        .addCommand(stateCommand())
        .addCommand(capsuleCommand())
        .addCommand(whatifCommand())
        .addCommand(completionCommand(createProgram))
        .helpCommand(false)
        .addCommand(helpCommand()),
    ),
  )

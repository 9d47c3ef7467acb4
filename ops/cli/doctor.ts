import { Command } from 'commander'
import { loadConfig } from '../../platform/config/load.ts'
import { coloured } from './colour.ts'
import { jsonOption, type Json } from './options.ts'
import { asJson, print, say } from './say.ts'

type Options = Json & { readonly wholeLog?: boolean; readonly quiet?: boolean }

const colours = { ok: 'green', note: 'dim', warning: 'yellow', error: 'red' } as const

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'look at everything that this installation needs, also with servers down; 1 when something is wrong',
    )
    .option('--whole-log', 'read every event, not the last ones, for what this build cannot read')
    .option('--quiet', 'only what is not as it should be')
    .addOption(jsonOption('one line of JSON for each finding'))
    .action(async ({ wholeLog = false, quiet = false, json = false }: Options) => {
      // Nothing is changed by looking: no key is made.
      const loaded = loadConfig(process.env, { createKeys: false })
      if (!loaded.ok) {
        for (const finding of loaded.message.split('\n')) {
          const next = 'qhub config --explain; docs/how-to/configure.md'
          if (json) print(asJson({ check: 'configuration', severity: 'error', finding, next }))
          else print(`error    configuration: ${finding}\n         ${next}`)
        }
        process.exitCode = 1
        return
      }
      const { examine } = await import('../doctor/examine.ts')
      const found = await examine(
        loaded.config,
        { wholeLog, now: () => new Date() },
        ({ check, severity, finding, next }) => {
          if (quiet && severity === 'ok') return
          if (json) print(asJson({ check, severity, finding, next }))
          else {
            const head = coloured(process.stdout, colours[severity], severity.padEnd(9))
            print(`${head}${check}: ${finding}`)
            if (next !== undefined) print(`${' '.repeat(9)}→ ${next}`)
          }
        },
      )
      const count = (severity: string): number =>
        found.filter((each) => each.severity === severity).length
      say(`${count('error')} errors, ${count('warning')} warnings, ${count('ok')} in order`)
      if (count('error') > 0) process.exitCode = 1
    })

import { Command } from 'commander'
import { manuals, type Manual } from './manuals.ts'
import { fail } from './say.ts'
import { nameOf } from './strict.ts'

/** What the exit codes of a command mean. */
export const exitCodesOf = ({ one }: Pick<Manual, 'one'>): Readonly<Record<string, string>> => ({
  0: 'done',
  1: `${one === undefined ? 'failed' : `${one}, or it failed`}; one line on stderr says what`,
  2: 'wrong use or configuration, or what takes something away was not confirmed; nothing was changed',
})

/** Variables that every command reads, beside those of the hub's configuration. */
export const variablesOfAll: Readonly<Record<string, string>> = {
  'QHUB_…': 'the hub’s settings: qhub config --explain lists them all',
  NODE_ENV: 'production: what changes something says first where it is',
  NO_COLOR: 'set to anything: no colours',
}

const pairs = (told: Readonly<Record<string, string>>): readonly string[] => {
  const width = Math.max(...Object.keys(told).map(({ length }) => length))
  return Object.entries(told).map(([name, text]) => `${name.padEnd(width)}  ${text}`)
}

const block = (title: string, lines: readonly string[]): string =>
  [`\n${title}:`, ...lines.map((line) => `  ${line}`)].join('\n')

const afterOptions = (manual: Manual): string =>
  [
    block('Examples', manual.examples),
    block('Environment', pairs({ ...manual.reads, ...variablesOfAll })),
    block('Exit codes', pairs(exitCodesOf(manual))),
  ].join('\n')

/** Help as the man page has it: examples, environment and exit codes beside the options, in commands within commands too. */
export const withManuals = (command: Command): Command => {
  command.commands.forEach(withManuals)
  if (command.commands.length > 0) return command
  return command.addHelpText('after', () => {
    const manual = manuals[nameOf(command)]
    return manual === undefined ? '' : afterOptions(manual)
  })
}

const commandAt = (program: Command, words: readonly string[]): Command => {
  const [word, ...rest] = words
  if (word === undefined) return program
  const found = program.commands.find((command) => command.name() === word)
  return found === undefined
    ? fail(2, `${nameOf(program)} has no command ${word} (${nameOf(program)} --help)`)
    : commandAt(found, rest)
}

export const helpCommand = (): Command => {
  const help = new Command('help')
  return help
    .description('say how a command is called: options, examples, environment, exit codes')
    .argument('[command...]', 'its name, such as store backup; none: all commands')
    .action((words: readonly string[]) => commandAt(help.parent ?? help, words).outputHelp())
}

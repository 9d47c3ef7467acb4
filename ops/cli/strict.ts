import type { Command } from 'commander'

export const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`

/** The parser's words as one plain line of ours: which command, what is wrong with it, where help is. */
const plainly = (command: Command, text: string): string => {
  const words = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
  return `qhub: ${words} (${nameOf(command)} --help)\n`
}

/** Wrong use is one plain line and ends with 2, in commands within commands too; help on its own ends with 0. */
export const strictly = (command: Command): Command => {
  command.commands.forEach(strictly)
  return command
    .configureOutput({ outputError: (text, write) => write(plainly(command, text)) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
}

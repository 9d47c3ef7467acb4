import type { Command } from 'commander'

/** What can follow a command: its own commands, its options, and the values of those that have choices. */
export type Words = {
  /** As typed, without the program's name: `saga list`. */
  readonly path: string
  readonly commands: readonly string[]
  readonly options: readonly string[]
  readonly choices: readonly string[]
  readonly values: Readonly<Record<string, readonly string[]>>
}

const valuesOf = (command: Command): Words['values'] =>
  Object.fromEntries(
    command.options.flatMap(({ long, argChoices }) =>
      typeof long !== 'string' || argChoices === undefined ? [] : [[long, argChoices]],
    ),
  )

/** Of a command and of every one within it. */
export const wordsOf = (command: Command, path = ''): readonly Words[] => [
  {
    path,
    commands: command.commands.map((each) => each.name()),
    options: [...command.options.flatMap(({ long }) => long ?? []), '--help'],
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    values: valuesOf(command),
  },
  ...command.commands.flatMap((each) => wordsOf(each, `${path} ${each.name()}`.trim())),
]

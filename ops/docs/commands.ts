import type { Command } from 'commander'

/** Commands that do something, in order; those that only hold others are left out. */
export const leavesOf = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf)

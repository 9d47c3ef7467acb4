import { Argument, Command } from 'commander'
import { completionScript, shells, type Shell } from './completion/scripts.ts'
import { print } from './say.ts'

/** `tree` is asked when the script is wanted: it holds this command, too. */
export const completionCommand = (tree: () => Command): Command =>
  new Command('completion')
    .description('a script by which a shell completes commands and options; see the examples')
    .addArgument(new Argument('<shell>', 'whose').choices(shells))
    .action((shell: Shell) => print(completionScript(shell, tree())))

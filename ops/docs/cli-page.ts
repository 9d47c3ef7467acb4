import type { Command } from 'commander'
import { createProgram } from '../cli/program.ts'
import { storeErrors } from '../store/problem.ts'

const head = `# Command line

Generated from the commands themselves by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current.

\`npm run qhub -- <command>\` from the source, \`node dist/ops/cli/main.js <command>\` from the build (\`npm run build\`). All settings come from the environment: [configure](../how-to/configure.md).

What stdout says is for programs; what is for people goes to stderr. Exit codes: 0 done, 1 failed, 2 wrong use or configuration.
`

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`

/** Commands that do something, in order; those that only hold others are left out. */
const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const section = (command: Command): string => {
  const taken = command.registeredArguments.map(
    (argument) =>
      `| \`${argument.required ? `<${argument.name()}>` : `[${argument.name()}]`}\` | ${argument.description} |`,
  )
  const options = command.options.map(
    ({ flags, description, mandatory }) =>
      `| \`${flags}\` | ${description}${mandatory ? `${description === '' ? '' : ' '}(required)` : ''} |`,
  )
  return [
    `## ${nameOf(command)}`,
    sentence(command.description()),
    ...(taken.length + options.length === 0
      ? []
      : ['', '| Option | Meaning |', '| --- | --- |', ...taken, ...options]),
    '',
  ].join('\n')
}

const errors = [
  '## Errors of qhub store',
  'With `--json` a failure is a line `{"kind":"error","code":…,"message":…}` on stdout, beside the plain line on stderr.',
  '',
  '| Code | What to do |',
  '| --- | --- |',
  ...Object.entries(storeErrors).map(([code, advice]) => `| \`${code}\` | ${advice} |`),
  '',
].join('\n')

/** docs/reference/cli.md, as it should be. */
export const cliPage = (): string =>
  [head, ...leaves(createProgram()).map(section), errors].join('\n')

/** Every command that can be called, such as `qhub operator create`. */
export const commandNames = (): readonly string[] => leaves(createProgram()).map(nameOf)

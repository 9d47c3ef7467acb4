import type { Command } from 'commander'
import { manuals } from '../cli/manuals.ts'
import { createProgram } from '../cli/program.ts'
import { nameOf } from '../cli/strict.ts'
import { storeErrors } from '../store/problem.ts'
import { leavesOf } from './commands.ts'

const head = `# Command line

Generated from the commands themselves by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current.

\`npm run qhub -- <command>\` from the source, \`node dist/ops/cli/main.js <command>\` from the build (\`npm run build\`). All settings come from the environment: [configure](../how-to/configure.md).

What stdout says is for programs; what is for people goes to stderr, without colours where \`NO_COLOR\` is set or nobody looks. Exit codes: 0 done, 1 failed, 2 wrong use or configuration.

- \`--json\`: one document, or, of long work, lines: \`{"kind":"progress",…}\` and at the end \`{"kind":"result",…}\`. A failure is a line \`{"kind":"error","code":…,"message":…}\`, beside the plain line on stderr.
- \`--reason <text>\`: whatever changes something asks why. Who did it, to what and why is an event of the log (\`operatorAction-…\`); where no log can be written, a line of \`operator-actions.ndjson\` in the data directory.
- What takes something away has its subject typed back, or given with \`--confirm <name>\`; otherwise it ends with 2, \`NOT_CONFIRMED\`. With \`NODE_ENV=production\` a line says so before anything is changed.
- \`--dry-run\`: what would happen, line by line.
- A reader that goes, such as \`head\`, ends what only tells something; what changes something is finished.
- \`qhub help <command>\` says all of this of one command; \`man -l docs/man/qhub.1\` of all of them.
- \`eval "$(qhub completion bash)"\` completes commands and options.
`

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const manualOf = (command: Command): readonly string[] => {
  const manual = manuals[nameOf(command)]
  if (manual === undefined) return []
  const codes = manual.one === undefined ? [] : ['', `Exit code 1: ${manual.one}, or it failed.`]
  return ['', '```sh', ...manual.examples, '```', ...codes]
}

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
    ...manualOf(command),
    '',
  ].join('\n')
}

const errors = [
  '## Errors of qhub store',
  '',
  '| Code | What to do |',
  '| --- | --- |',
  ...Object.entries(storeErrors).map(([code, advice]) => `| \`${code}\` | ${advice} |`),
  '',
].join('\n')

/** docs/reference/cli.md, as it should be. */
export const cliPage = (): string =>
  [head, ...leavesOf(createProgram()).map(section), errors].join('\n')

/** Every command that can be called, such as `qhub operator create`. */
export const commandNames = (): readonly string[] => leavesOf(createProgram()).map(nameOf)

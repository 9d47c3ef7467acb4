import type { Argument, Command, Option } from 'commander'
import type { Code, Heading, List, Paragraph, PhrasingContent, Root, RootContent } from 'mdast'
import remarkMan from 'remark-man'
import { unified } from 'unified'
import { exitCodesOf, variablesOfAll } from '../cli/help.ts'
import { manuals } from '../cli/manuals.ts'
import { createProgram } from '../cli/program.ts'
import { nameOf } from '../cli/strict.ts'
import { aboutVariable } from '../../platform/config/load.ts'
import { variableNames } from '../../platform/config/schema.ts'
import { leavesOf } from './commands.ts'

const heading = (depth: 2 | 3, value: string): Heading => ({
  ...{ type: 'heading', depth },
  children: [{ type: 'text', value }],
})
const text = (value: string): PhrasingContent => ({ type: 'text', value })
const strong = (value: string): PhrasingContent => ({ type: 'strong', children: [text(value)] })
const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children })
const code = (lines: readonly string[]): Code => ({ type: 'code', value: lines.join('\n') })
const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`

/** Names and what they mean; none where there are none. */
const list = (told: readonly (readonly [string, string])[]): readonly List[] =>
  told.length === 0
    ? []
    : [
        {
          ...{ type: 'list', ordered: false, spread: false },
          children: told.map(([name, meaning]) => ({
            ...{ type: 'listItem', spread: false },
            children: [paragraph(strong(name), text(meaning === '' ? '' : `: ${meaning}`))],
          })),
        },
      ]

const argumentOf = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

const meaningOf = ({ description, mandatory, argChoices, defaultValue }: Option): string =>
  [
    description,
    ...(mandatory ? ['(required)'] : []),
    ...(argChoices === undefined ? [] : [`(${argChoices.join(', ')})`]),
    // What the parser has no type for: said where it is a word or a number.
    ...(typeof defaultValue === 'string' || typeof defaultValue === 'number'
      ? [`(default: ${defaultValue})`]
      : []),
  ].join(' ')

const section = (command: Command): readonly RootContent[] => {
  const name = nameOf(command)
  const { examples = [], one, reads = {} } = manuals[name] ?? {}
  const taken = command.registeredArguments
  return [
    heading(3, [name, ...taken.map(argumentOf), '[options]'].join(' ')),
    paragraph(text(sentence(command.description()))),
    ...list([
      ...taken.map((argument) => [argumentOf(argument), argument.description] as const),
      ...command.options.map((option) => [option.flags, meaningOf(option)] as const),
      ...Object.entries(reads),
    ]),
    ...(one === undefined ? [] : [paragraph(text(`Exit code 1: ${one}, or it failed.`))]),
    code(examples),
  ]
}

const settingOf = (name: (typeof variableNames)[number]): readonly [string, string] => {
  const { description, expected, fallback } = aboutVariable(name)
  const standard = fallback === undefined ? '' : `; default: ${fallback}`
  return [name, `${description} (${expected}${standard})`]
}

const page = (program: Command): Root => ({
  type: 'root',
  children: [
    heading(2, 'Synopsis'),
    paragraph(strong('qhub'), text(' [--color <when>] <command> [arguments] [options]')),
    heading(2, 'Description'),
    paragraph(
      text(
        'Runs the hub, and looks after one that runs or is stopped. What stdout says is for programs; what is for people goes to stderr. With --json: one document, or, of long work, lines of progress and at the end one of the result; a failure is a line {"kind":"error","code":…,"message":…}.',
      ),
    ),
    paragraph(
      text(
        'Whatever changes something asks for a --reason, and is on record as an event of the log. What takes something away has its subject typed back, or given with --confirm.',
      ),
    ),
    ...list(program.options.map((option) => [option.flags, meaningOf(option)] as const)),
    heading(2, 'Commands'),
    ...leavesOf(program).flatMap(section),
    heading(2, 'Exit status'),
    ...list(Object.entries(exitCodesOf({}))),
    heading(2, 'Environment'),
    ...list(Object.entries(variablesOfAll)),
    ...list(variableNames.map(settingOf)),
    heading(2, 'See also'),
    paragraph(
      text('docs/operations.md, docs/how-to/configure.md and docs/reference/cli.md of the hub.'),
    ),
  ],
})

/** docs/man/qhub.1, as it should be: no day stands in it, so that it changes only when the commands do. */
export const manPage = (): string =>
  unified()
    .use(remarkMan, {
      name: 'qhub',
      section: 1,
      manual: 'Quantum Hub',
      description: 'run Quantum Hub, and look after it',
    })
    .stringify(page(createProgram()))
    .replace(/^(\.TH "QHUB" "1") "[^"]*"/m, '$1 ""')

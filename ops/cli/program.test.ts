import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import type { Command } from 'commander'
import t from 'tap'
import { describeLines } from '../describe/lines.ts'
import { shapeOfBuild } from '../describe/shape.ts'
import { completionScript } from './completion/scripts.ts'
import { manuals } from './manuals.ts'
import { linesOf, runQhub } from '../../test/kit/qhub.ts'
import { createProgram } from './program.ts'
import { nameOf } from './strict.ts'

t.setTimeout(600_000)
const program = createProgram()
const leaves = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
const commands = leaves(program)

/** Words of a shell's line, quotes taken off; what is assigned before it, or read from it, left out. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/ > .*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare = '']) => quoted ?? bare,
  )

t.test(
  'every command says what it is for, how it is called, and tells programs in JSON',
  async (t) => {
    for (const command of commands) {
      const name = nameOf(command)
      t.not(command.description(), '', `${name} has a description`)
      t.ok((manuals[name]?.examples.length ?? 0) > 0, `${name} has an example`)
      for (const option of command.options) t.not(option.description, '', `${name} ${option.flags}`)
      if (name !== 'qhub completion' && name !== 'qhub help')
        t.ok(
          command.options.some(({ long }) => long === '--json'),
          `${name} --json`,
        )
    }
  },
)

t.test('an example is one that its command takes', async (t) => {
  for (const command of commands)
    for (const example of manuals[nameOf(command)]?.examples ?? []) {
      const line = example.replace(/^.*?(?=qhub )/, '').replace(/\)"$/, '')
      const name = nameOf(command)
      // `qhub timers` is `qhub timers list`.
      const called = line.startsWith(name) ? name : name.replace(/ list$/, '')
      t.ok(line.startsWith(called), example)
      const options = Object.fromEntries(
        command.options.map(({ long, required, optional }) => [
          (long ?? '').slice(2),
          { type: required || optional ? 'string' : 'boolean' } as const,
        ]),
      )
      const args = [...wordsOf(line.slice(called.length))]
      const { positionals, values } = parseArgs({ args, options, allowPositionals: true })
      const required = command.registeredArguments.filter((argument) => argument.required)
      t.ok(positionals.length >= required.length, example)
      for (const { long, mandatory } of command.options)
        if (mandatory)
          t.ok(Object.hasOwn(values, (long ?? '').slice(2)), `${example}: ${long ?? ''}`)
    }
})

t.test('a manual is of a command that there is', async (t) => {
  const names = new Set(commands.map(nameOf))
  for (const name of Object.keys(manuals)) t.ok(names.has(name), name)
})

t.test('a real bash completes commands, options and values', async (t) => {
  const complete = (...words: readonly string[]): readonly string[] => {
    const quoted = words.map((word) => `'${word}'`).join(' ')
    const script = `${completionScript('bash', program)}
COMP_WORDS=(qhub ${quoted}); COMP_CWORD=${words.length}; _qhub; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    t.same([status, stderr], [0, ''])
    return stdout.trim().split('\n')
  }
  t.same(complete('sag'), ['saga'])
  t.same(complete('saga', ''), ['list', 'show', 'redrive', '--help'])
  t.same(complete('saga', 'list', '--state', ''), ['active', 'ended', 'stuck', 'parked'])
  t.same(complete('saga', 'list', '--state', 'stuck', '--js'), ['--json'])
  t.same(complete('--color', 'never', 'completion', 'f'), ['fish'])
  t.same(complete('store', 'backup', '/et'), ['/etc'])
  t.match(completionScript('zsh', program), /^#compdef qhub\n/)
  t.match(completionScript('fish', program), `__qhub_at "saga list"' -l 'state' -x -a 'active`)
})

const qhub = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runQhub(args, { QHUB_DATA_DIR: t.testdirName, ...more })

t.test('help is that of a command by its whole name', async (t) => {
  const { code, out } = await qhub(['help', 'operator', 'create'])
  t.same([code, out], [0, (await qhub(['operator', 'create', '--help'])).out])
  for (const part of [
    /^Usage: qhub operator create /,
    /OPERATOR_PASSWORD {2}/,
    /Exit codes:\n {2}0 {2}done\n/,
  ])
    t.match(out, part)
  t.match(await qhub(['help', 'operator', 'creat']), { code: 2, err: /has no command creat/ })
})

t.test('wrong use is one plain line, and ends with 2', async (t) => {
  const { code, out, err } = await qhub(['saga', 'list', '--limit', '0'])
  t.same([code, out], [2, ''])
  t.match(err, /^qhub: [^\n]+ \(qhub saga list --help\)\n$/)
})

t.test('production is named, and what takes away wants its subject back', async (t) => {
  const skip = ['quarantine', 'skip', 'job-1', '--reason', 'a test', '--confirm', 'job-2', '--json']
  const { code, out, err } = await qhub(['--color', 'always', ...skip], {
    NODE_ENV: 'production',
  })
  t.equal(code, 2)
  t.match(err, /^\u001b\[31mPRODUCTION: [^\n]+\nqhub: nothing was changed: job-1 [^\n]+\n$/)
  t.match(JSON.parse(out), { kind: 'error', code: 'NOT_CONFIRMED' })
})

t.test('doctor says what it can with every server down', async (t) => {
  const { code, out } = await qhub(['doctor', '--json'])
  const found = linesOf(out)
  t.equal(code, 1)
  t.match(found[0], { check: 'versions', severity: 'ok' })
  t.match(
    found.find((each) => JSON.stringify(each).includes('no hub runs')),
    { severity: 'error', next: /qhub start/ },
  )
  const wrong = await qhub(['doctor'], { QHUB_ROLE: 'saga', QHUB_MASTER_KEY: 'a secret' })
  t.equal(wrong.code, 1)
  t.match(wrong.out, /QHUB_ROLE is not a variable of the hub/)
  t.notMatch(wrong.out + wrong.err, /a secret|\.[jt]s:\d+/, 'neither secrets nor a stack')
})

t.test('the shape of the build is the same each time, and sorted', async (t) => {
  const shape = shapeOfBuild()
  t.same(shapeOfBuild(), shape)
  const names = shape.operations.map(({ name }) => name)
  t.same([...names].sort(), names)
  t.match(
    shape.operations.find(({ name }) => name === 'cancelJob'),
    { route: 'DELETE /v1/jobs/:jobId', scope: 'jobs:write', kind: 'command' },
  )
  t.match(
    shape.sagas.find(({ name }) => name === 'jobExecution'),
    { effects: Array, routes: Array },
  )
  t.ok(describeLines(shape).includes('  QHUB_DATA_DIR=.data'))
})

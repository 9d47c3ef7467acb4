import { spawnSync } from 'node:child_process'
import t from 'tap'
import { variableNames } from '../../platform/config/schema.ts'
import { manuals } from '../cli/manuals.ts'
import { createProgram } from '../cli/program.ts'
import { nameOf } from '../cli/strict.ts'
import { leavesOf } from './commands.ts'
import { manPage } from './man-page.ts'

const page = manPage()
const program = createProgram()

/** Roff as a reader of a terminal has it, as far as names go. */
const plain = page
  .replaceAll(/\\f[A-Z]/g, '')
  .replaceAll('\\[rs]', '\\')
  .replaceAll(/^\\&/gm, '')

t.test('it names every command with its options and examples, and every setting', async (t) => {
  for (const command of leavesOf(program)) {
    const name = nameOf(command)
    const at = plain.indexOf(`.SS "${name} `)
    t.not(at, -1, name)
    const section = plain.slice(at, plain.indexOf('\n.SS ', at + 1))
    for (const { long } of command.options) t.ok(section.includes(long ?? ''), `${name} ${long}`)
    const examples = manuals[name]?.examples.length ?? 0
    t.ok(section.split('\n').filter((line) => line.includes('qhub ')).length > examples, name)
  }
  for (const name of variableNames) t.ok(plain.includes(name), name)
})

t.test('man has nothing to say against it', (t) => {
  const { error, stdout, stderr } = spawnSync('man', ['--warnings', '-l', '-'], {
    input: page,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', MANWIDTH: '100', MAN_KEEP_FORMATTING: '' },
  })
  if (error === undefined) {
    t.equal(stderr, '')
    t.match(stdout, /^QHUB\(1\) .*Quantum Hub/)
    t.match(stdout, /EXIT STATUS/)
  } else t.comment('there is no man here')
  t.end()
})

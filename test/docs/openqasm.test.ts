import t from 'tap'
import { compile } from '../../platform/providers/simulator/language/compile.ts'
import { diagnosticCodes } from '../../platform/providers/simulator/language/diagnostic.ts'
import { callFunction } from '../../platform/providers/simulator/language/functions.ts'
import { qelib1, stdgates } from '../../platform/providers/simulator/language/library.ts'
import {
  defaultProgramLimits,
  hardQubitLimit,
} from '../../platform/providers/simulator/language/limits.ts'
import { maximumWidth } from '../../platform/providers/simulator/language/values.ts'
import { documentAt } from './documents.ts'
import { fencesOf } from './markdown.ts'

const { text } = documentAt('docs/reference/openqasm.md')

/** The cells of the row that begins so, code marks left out. */
const row = (first: string): readonly string[] => {
  const line = text.split('\n').find((each) => each.startsWith(`| ${first} |`)) ?? ''
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
const codesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

t.test('the diagnostics are all there are', async (t) => {
  const rows = [...text.matchAll(/^\| `(QASM_\w+)` \| (.+) \|$/gm)]
  t.same(Object.fromEntries(rows.map(([, code = '', meaning]) => [code, meaning])), diagnosticCodes)
})

t.test('the gates are all there are', async (t) => {
  t.same([...codesIn(row('`stdgates.inc`')[1])].sort(), [...stdgates.keys()].sort())
  t.same([...codesIn(row('`qelib1.inc`')[1])].sort(), [...qelib1.keys()].sort())
})

t.test('the functions are there, and only in their version', async (t) => {
  const at = { line: 1, column: 1 }
  /** Known, whatever it says about being called with nothing. */
  const known = (version: '2.0' | '3.0', name: string): boolean => {
    try {
      return callFunction(version, name, [], at) !== undefined
    } catch {
      return true
    }
  }
  const [three, two] = [codesIn(row('3')[1]), codesIn(row('2')[1])]
  t.ok(three.length > 10 && two.length > 5)
  for (const name of three) t.ok(known('3.0', name), name)
  for (const name of two) t.ok(known('2.0', name), name)
  for (const name of three.filter((each) => !two.includes(each))) t.notOk(known('2.0', name), name)
})

t.test('the limits are those of the compiler', async (t) => {
  const { sourceBytes, qubits, clbits, operations, steps, nesting } = defaultProgramLimits
  const said = (name: string): string => row(name)[1] ?? ''
  t.equal(said('source'), `${sourceBytes / 1024} KiB`)
  t.match(said('qubits'), new RegExp(`^${qubits};.* up to ${hardQubitLimit};`))
  t.equal(said('classical bits of the result'), String(clbits))
  t.equal(said('operations after unrolling'), operations.toLocaleString('en'))
  t.equal(said('statements walked while unrolling'), steps.toLocaleString('en'))
  t.equal(said('nesting'), String(nesting))
  t.equal(said('width of a classical value'), `${maximumWidth} bits`)
})

t.test('what is said to be refused by name is', async (t) => {
  const paragraph = /Refused by name[^]*?\n\n/.exec(text)?.[0] ?? ''
  const words = codesIn(paragraph.slice(0, paragraph.indexOf('pragmas'))).slice(1)
  t.ok(words.length >= 10)
  for (const word of words) {
    const outcome = compile(`OPENQASM 3.0;\n${word} x;\n`)
    t.match(outcome, { kind: 'invalid', diagnostic: { code: 'QASM_UNSUPPORTED', line: 2 } }, word)
  }
})

t.test('the examples compile', async (t) => {
  const examples = fencesOf(text).filter(({ language }) => language === 'qasm')
  t.equal(examples.length, 2)
  for (const example of examples) t.match(compile(example.text), { kind: 'ok' })
})

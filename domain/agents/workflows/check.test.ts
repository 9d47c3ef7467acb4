import { readFileSync } from 'node:fs'
import t from 'tap'
import { checkDefinition } from './check.ts'
import { Definition } from './definition.ts'

const known = {
  tools: ['tool', 'optimiseCircuit'],
  prompt: (template: string) => template === 'a.prompt',
}
const tool = (key: string, from?: unknown, more: object = {}) => ({
  ...{ key, kind: 'TOOL', tool: 'tool', input: from === undefined ? {} : { from } },
  ...more,
})
const from = (path: string, more: object = {}) => ({ $from: path, ...more })
const codes = (steps: readonly object[], more: object = {}): readonly string[] =>
  checkDefinition(Definition.parse({ title: 'x', steps, ...more }), known).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  )
const loop = (steps: readonly object[], until: unknown = 1) => ({
  ...{ key: 'loop', kind: 'LOOP', atMost: 3, steps },
  until: { of: until, is: 'EQUAL', to: 1 },
})
const choice = (then: readonly object[]) => ({
  ...{ key: 'choice', kind: 'CONDITION', if: { present: from('run.id') }, then },
})
const fan = (steps: readonly object[]) => ({ key: 'fan', kind: 'PARALLEL', steps })

t.test('what can be run passes', async (t) => {
  const fine: readonly (readonly object[])[] = [
    [tool('a'), tool('b', from('steps.a.output.x'))],
    [
      tool('a'),
      fan([tool('b', from('steps.a.output')), tool('c')]),
      tool('d', from('steps.fan.output.b')),
    ],
    [tool('a'), fan([tool('b')]), tool('d', from('steps.b.output'))],
    [loop([tool('a', from('previous.a.output', { $default: 0 }))], from('steps.a.output'))],
    [choice([tool('a')]), tool('b', from('steps.a.output', { $default: null }))],
    [choice([tool('a'), tool('b', from('steps.a.output'))])],
    [tool('a', 1, { compensate: { tool: 'tool', input: { id: from('steps.a.output.id') } } })],
    [{ key: 'p', kind: 'PROMPT', template: 'a.prompt', variables: {} }],
  ]
  for (const steps of fine) t.strictSame(codes(steps), [], JSON.stringify(steps))
  t.strictSame(codes([tool('a')], { output: { x: from('steps.a.output') } }), [])
  t.strictSame(codes([tool('a', from('input.n'))], { inputs: { n: { type: 'number' } } }), [])
})

t.test('what cannot is told, step by step', async (t) => {
  const wrong: readonly (readonly [readonly object[], readonly string[]])[] = [
    [[tool('a'), tool('a')], ['/steps KEY_TWICE']],
    [[tool('a', 1, { needs: ['z'] })], ['/steps/a/needs UNKNOWN_STEP']],
    [[fan([tool('a')]), tool('b', 1, { needs: ['a'] })], ['/steps/b/needs OTHER_BLOCK']],
    [[tool('a', 1, { needs: ['b'] }), tool('b', 1, { needs: ['a'] })], ['/steps/a/needs CYCLE']],
    [[tool('a', from('steps.b.output')), tool('b')], ['/steps/a NOT_RESOLVED']],
    [[fan([tool('a'), tool('b', from('steps.a.output'))])], ['/steps/b NOT_RESOLVED']],
    [[choice([tool('a')]), tool('b', from('steps.a.output'))], ['/steps/b NOT_RESOLVED']],
    [[loop([tool('a', from('previous.a.output'))])], ['/steps/a NOT_RESOLVED']],
    [[tool('a', from('previous.a.output', { $default: 1 }))], ['/steps/a NOT_RESOLVED']],
    [[tool('a', from('input.n'))], ['/steps/a NOT_RESOLVED']],
    [[tool('a', from('nowhere.x'))], ['/steps/a NOT_RESOLVED']],
    [[tool('a', from('steps.a.output'))], ['/steps/a NOT_RESOLVED']],
    [[{ ...tool('a'), tool: 'none' }], ['/steps/a UNKNOWN_TOOL']],
    [[tool('a', 1, { compensate: { tool: 'none', input: {} } })], ['/steps/a UNKNOWN_TOOL']],
    [
      [{ key: 'p', kind: 'PROMPT', template: 'no.prompt', variables: {} }],
      ['/steps/p UNKNOWN_PROMPT'],
    ],
  ]
  for (const [steps, expected] of wrong) t.strictSame(codes(steps), expected, JSON.stringify(steps))
  t.strictSame(codes([tool('a')], { output: { x: from('steps.z.output') } }), [
    '/output NOT_RESOLVED',
  ])
  const many = Array.from({ length: 51 }, (_, n) => fan([tool(`a${n}`)])).map((each, n) => ({
    ...{ ...each, key: `f${n}` },
  }))
  t.strictSame(codes(many), ['/steps TOO_MANY'])
})

t.test('the example of the reference passes', async (t) => {
  const page = new URL('../../../docs/reference/workflow-definitions.md', import.meta.url)
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? []
  t.strictSame(checkDefinition(Definition.parse(JSON.parse(example)), known), [])
})

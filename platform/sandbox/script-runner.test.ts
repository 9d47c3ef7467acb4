import t, { type Test } from 'tap'
import { createScriptRunner } from './script-runner.ts'

const runner = createScriptRunner()
t.teardown(runner.close)

const run = (script: string) => runner.process({ script, argument: { counts: { '0': 3, '1': 5 } } })
const failing = async (t: Test, script: string, code: string, message?: RegExp) => {
  t.match(
    await run(script),
    { kind: 'failed', code, ...(message === undefined ? {} : { message }) },
    script.slice(0, 80),
  )
  t.match(
    await run('export default () => ({ fine: true })'),
    { kind: 'answered' },
    'the next one runs',
  )
}

t.test('a script makes a JSON object of a result', async (t) => {
  const script = `const total = (counts) => Object.values(counts).reduce((a, b) => a + b, 0)
    export default ({ counts }) => ({ ones: counts['1'] / total(counts), list: [1, null, 'x'] })`
  t.strictSame(await run(script), {
    kind: 'answered',
    output: { ones: 0.625, list: [1, null, 'x'] },
  })
})

t.test('a script that never ends is interrupted, wherever it does not end', async (t) => {
  await failing(t, 'export default () => { for (;;); }', 'SCRIPT_STEPS')
  await failing(t, 'for (;;);', 'SCRIPT_STEPS')
  await failing(t, `export default () => /(a+)+$/.test('a'.repeat(40) + 'b')`, 'SCRIPT_STEPS')
  await failing(t, 'export default () => ({ get x() { for (;;); } })', 'SCRIPT_STEPS')
  await failing(t, 'export default () => ({ toJSON() { for (;;); } })', 'SCRIPT_STEPS')
  await failing(
    t,
    'export default () => new Proxy({}, { ownKeys() { for (;;); } })',
    'SCRIPT_STEPS',
  )
  await failing(t, 'const f = () => f(); export default f', 'SCRIPT_THREW', /stack overflow/)
})

t.test('a script that takes all memory is ended', async (t) => {
  await failing(t, `export default () => 'x'.repeat(1 << 29)`, 'SCRIPT_MEMORY')
  await failing(t, 'export default () => new Uint8Array(1 << 30)', 'SCRIPT_MEMORY')
  await failing(t, `export default () => { let s = 'x'; for (;;) s += s }`, 'SCRIPT_THREW')
  const bomb = 'export default () => { const all = []; for (;;) all.push(new Array(1000).fill(1)) }'
  const { kind } = await run(bomb)
  t.equal(kind, 'failed')
})

t.test('what takes long in one step ends with its thread', async (t) => {
  const hasty = createScriptRunner(1)
  t.teardown(hasty.close)
  const script = 'export default () => { for (let i = 0; ; i++) if (i > 1e9) return {} }'
  t.match(await hasty.process({ script, argument: {} }), { kind: 'failed', code: 'SCRIPT_TIME' })
})

t.test('there is nothing of the host in there', async (t) => {
  const names = [
    ...['process', 'require', 'fetch', 'console', 'setTimeout', 'WebAssembly', 'Buffer'],
    ...['Date', 'XMLHttpRequest', 'Worker', 'std', 'os', 'performance', 'crypto'],
  ]
  const script = `export default () => ({
    seen: ${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined'),
    random: typeof Math.random,
  })`
  t.strictSame(await run(script), { kind: 'answered', output: { seen: [], random: 'undefined' } })
  for (const way of [
    `import fs from 'fs'; export default () => ({})`,
    `import fs from 'node:fs'; export default () => ({})`,
    `import x from './other.js'; export default () => ({})`,
    `import x from 'https://example.org/x.js'; export default () => ({})`,
  ])
    await failing(t, way, 'SCRIPT_INVALID', /could not load module/)
  await failing(
    t,
    `export default () => ({ p: [].constructor.constructor('return process')() })`,
    'SCRIPT_THREW',
    /'process' is not defined/,
  )
  t.match(
    await run(`export default () => { import('fs'); return { here: true } }`),
    { kind: 'answered', output: { here: true } },
    'a promise of a module is never kept',
  )
})

t.test('prototypes of the host stay as they are', async (t) => {
  const before = Object.getOwnPropertyNames(Object.prototype)
  const pollute = `Object.prototype.polluted = 'yes'; Array.prototype.map = () => 'gone'
    JSON.stringify = () => '{"forged":true}'; JSON.parse = () => ({})
    export default (given) => ({ count: given.counts['1'] })`
  t.strictSame(await run(pollute), { kind: 'answered', output: { count: 5 } })
  t.notOk('polluted' in {})
  t.strictSame(Object.getOwnPropertyNames(Object.prototype), before)
  const named = `export default () => JSON.parse('{"a":{"__proto__":{"polluted":1}}}')`
  await failing(t, named, 'SCRIPT_OUTPUT', /__proto__/)
  t.match(
    await run(`export default () => ({ constructor: { prototype: { polluted: 1 } } })`),
    { kind: 'answered' },
    'a member is a member, whatever it is called',
  )
  t.strictSame(
    await run('export default () => ({ next: typeof [].polluted + typeof ({}).polluted })'),
    { kind: 'answered', output: { next: 'undefinedundefined' } },
    'nor does one script leave anything to the next',
  )
})

t.test('what is no function, and what answers no object', async (t) => {
  await failing(t, 'export default 1', 'SCRIPT_INVALID', /no function/)
  await failing(t, 'const f = () => 1', 'SCRIPT_INVALID', /no function/)
  await failing(t, 'export default () => {', 'SCRIPT_INVALID', /SyntaxError/)
  await failing(
    t,
    `export default () => { throw new Error('mine') }`,
    'SCRIPT_THREW',
    /Error: mine/,
  )
  await failing(t, 'export default () => { throw null }', 'SCRIPT_THREW')
  for (const answer of ['1', 'null', '[1]', `'text'`, 'undefined', '() => 1'])
    await failing(t, `export default () => (${answer})`, 'SCRIPT_OUTPUT')
  await failing(t, 'export default () => ({ x: 1n })', 'SCRIPT_OUTPUT', /BigInt/)
  await failing(t, 'const a = {}; a.a = a; export default () => a', 'SCRIPT_OUTPUT', /circular/)
  await failing(t, `export default () => ({ x: 'y'.repeat(70000) })`, 'SCRIPT_OUTPUT', /characters/)
  await failing(
    t,
    'export default () => { let a = {}; for (let i = 0; i < 40; i++) a = { a }; return a }',
    'SCRIPT_OUTPUT',
    /nested/,
  )
  t.strictSame(
    await run('export default async () => ({ x: 1 })'),
    { kind: 'answered', output: {} },
    'nobody waits for a promise',
  )
})

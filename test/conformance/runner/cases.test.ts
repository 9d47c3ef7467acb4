import t from 'tap'
import { casesIn } from './cases.ts'

const output = `TAP version 14
# Subtest: alone
    ok 1 - should be equal
    1..1
ok 1 - alone # time=3.1ms

# Subtest: batch append
    # Subtest: goes
        ok 1 - should be equal
        ok 2 - should be equal
        1..2
    ok 1 - goes # time=1ms
    
    # Subtest: breaks
        not ok 1 - should be equal
          ---
          at:
            fileName: x
          ...
        
        1..1
    not ok 2 - breaks # time=1ms
      ---
      at:
        fileName: x
      ...
    
    ok 3 - rests # SKIP not on this node
    1..3
not ok 2 - batch append # time=9ms

ok 3 - off # SKIP no users here
1..3
`

t.test('tests without tests in them are the cases', (t) => {
  t.same(casesIn(output), [
    { name: 'alone', outcome: 'passed' },
    { name: 'batch append › goes', outcome: 'passed' },
    { name: 'batch append › breaks', outcome: 'failed' },
    { name: 'batch append › rests', outcome: 'skipped', reason: 'not on this node' },
    { name: 'off', outcome: 'skipped', reason: 'no users here' },
  ])
  t.end()
})

t.test('a file that fails outside of its tests has failed', (t) => {
  t.same(casesIn('TAP version 14\nnot ok 1 - Cannot connect\n  ---\n  ...\n1..1\n'), [
    { name: 'Cannot connect', outcome: 'failed' },
  ])
  t.end()
})

t.test('what was under way when the output ended has failed', (t) => {
  const cut = output.slice(0, output.indexOf('    ok 1 - goes'))
  t.same(casesIn(cut), [
    { name: 'alone', outcome: 'passed' },
    { name: 'batch append › goes', outcome: 'failed' },
  ])
  t.end()
})

t.test('a test whose own assertion fails beside its tests has failed', (t) => {
  const own = `# Subtest: outer
    # Subtest: inner
        ok 1 - should be equal
        1..1
    ok 1 - inner # time=1ms
    not ok 2 - should be equal
    1..2
not ok 1 - outer # time=2ms
`
  t.same(casesIn(own), [
    { name: 'outer › inner', outcome: 'passed' },
    { name: 'outer', outcome: 'failed' },
  ])
  t.end()
})

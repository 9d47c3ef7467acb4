import t from 'tap'
import { inheritedExecArgs } from './exec-args.ts'

t.test('a child gets the loaders and limits, and not the script', (t) => {
  t.same(inheritedExecArgs(['--import=tsx', '--max-old-space-size=100']), [
    '--import=tsx',
    '--max-old-space-size=100',
  ])
  t.same(inheritedExecArgs(['--import=tsx', '--input-type=module', '-e', 'start()']), [
    '--import=tsx',
  ])
  t.same(inheritedExecArgs(['-p', '1', '--import', 'tsx', '--eval=2']), ['--import', 'tsx'])
  t.same(inheritedExecArgs(['--inspect-brk=9229', '--watch', '--enable-source-maps']), [
    '--enable-source-maps',
  ])
  t.end()
})

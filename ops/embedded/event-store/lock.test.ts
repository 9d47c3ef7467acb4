import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { DirectoryInUse, lockDirectory } from './lock.ts'

t.test('a directory is locked once', (t) => {
  const directory = t.testdir()
  const unlock = lockDirectory(directory)
  t.throws(() => lockDirectory(directory), DirectoryInUse)
  unlock()
  t.notOk(existsSync(join(directory, 'lock')))
  lockDirectory(directory)()
  t.same(readdirSync(directory), [], 'nothing is left behind')
  t.end()
})

t.test('the lock of a process that has ended does not count', (t) => {
  const directory = t.testdir()
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(join(directory, 'lock'), `${pid} 12345\n`)
  lockDirectory(directory)()
  t.end()
})

t.test(
  'a later process with the same number is not the holder',
  { skip: !existsSync('/proc/self/stat') },
  (t) => {
    const directory = t.testdir()
    writeFileSync(join(directory, 'lock'), `${process.pid} 1\n`)
    lockDirectory(directory)()
    t.end()
  },
)

t.test('a zombie is not the holder', { skip: !existsSync('/proc/self/stat') }, async (t) => {
  const directory = t.testdir()
  // The shell becomes a process that knows nothing of its child, and so never waits for it; only then the child ends.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
  t.teardown(() => parent.kill())
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = line.toString().trim()
  const stat = () =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  const isShell = () => readFileSync(`/proc/${parent.pid ?? 0}/comm`, 'utf8').trim() !== 'sleep'
  while (isShell()) await new Promise((resolve) => setImmediate(resolve))
  process.kill(Number(pid))
  while (stat()[0] !== 'Z') await new Promise((resolve) => setImmediate(resolve))
  writeFileSync(join(directory, 'lock'), `${pid} ${stat()[19] ?? ''}\n`)
  lockDirectory(directory)()
})

t.test('what is not a lock does not keep anyone out', (t) => {
  for (const text of ['', 'garbage\n', '-1 5\n', '0 0\n']) {
    const directory = t.testdir({ lock: text })
    lockDirectory(directory)()
  }
  t.end()
})

t.test('only the holder lets go', (t) => {
  const directory = t.testdir()
  const unlock = lockDirectory(directory)
  writeFileSync(join(directory, 'lock'), 'another 1\n')
  unlock()
  t.ok(existsSync(join(directory, 'lock')))
  t.end()
})

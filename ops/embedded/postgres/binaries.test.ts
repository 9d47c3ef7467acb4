import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findBinaries, restoreLinks } from './binaries.ts'

t.test('the binaries for this machine are there', async (t) => {
  const { initdb, postgres } = findBinaries()
  t.ok(existsSync(initdb), initdb)
  t.ok(existsSync(postgres), postgres)
})

t.test('links that npm did not make are made, once', async (t) => {
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/share/libpq.so' },
  ]
  const root = t.testdir({
    native: {
      lib: { 'libpq.so.5.18': 'library' },
      share: {},
      'pg-symlinks.json': JSON.stringify(links),
    },
  })
  restoreLinks(root)
  restoreLinks(root)
  t.equal(readlinkSync(join(root, 'native/lib/libpq.so.5')), 'libpq.so.5.18', 'relative')
  for (const { target } of links) t.equal(readFileSync(join(root, target), 'utf8'), 'library')
})

t.test('a package without links is left alone', async (t) => {
  const root = t.testdir({ native: {} })
  restoreLinks(root)
  t.notOk(existsSync(join(root, 'native', 'lib')))
})

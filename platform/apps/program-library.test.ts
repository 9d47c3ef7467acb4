import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { ObjectStore } from '../objects/port.ts'
import { createSpool } from '../objects/spool.ts'
import { createProgramLibrary } from './program-library.ts'

t.test('a package that was not there is asked for again', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-programs-'))
  t.teardown(() => rmSync(directory, { recursive: true, force: true }))
  const path = join(directory, 'object')
  writeFileSync(path, 'no archive')
  const sha256 = createHash('sha256').update('no archive').digest('hex')
  let asked = 0
  const objects: ObjectStore = {
    keep: async () => Promise.reject(new Error('nothing is kept here')),
    open: async () => {
      asked += 1
      return asked === 1 ? undefined : createReadStream(path)
    },
  }
  const { programOf } = createProgramLibrary(objects, createSpool(join(directory, 'incoming')))
  const ir = {
    kind: 'PACKAGE',
    objectKey: `sha256/${sha256.slice(0, 2)}/${sha256}`,
    sha256,
    size: 10,
    contentType: 'application/zip',
  } as const
  t.match(await programOf(ir), { detail: /not in the storage/ })
  t.match(await programOf(ir), { detail: /neither a zip/ }, 'it is there by now')
  t.match(await programOf(ir), { detail: /neither a zip/ })
  t.equal(asked, 2, 'what was read is remembered')
})

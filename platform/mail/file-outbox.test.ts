import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { createFileOutbox, readOutbox } from './file-outbox.ts'

const mail = {
  id: '00000000-0000-4000-8000-000000000001',
  to: 'ada@example.org',
  subject: 'Hello',
  text: 'line\nline',
}

t.test('a mail is one whole file, and the same mail is not sent twice', async (t) => {
  const directory = join(t.testdir(), 'data', 'outbox')
  const outbox = createFileOutbox(directory)
  await Promise.all(Array.from({ length: 20 }, () => outbox.send(mail)))
  await outbox.send({ ...mail, text: 'the id decides what is the same' })
  t.strictSame(await readdir(directory), [`${mail.id}.json`], 'no draft is left')
  t.strictSame(await readOutbox(directory), [mail])
  const { mode } = await stat(join(directory, `${mail.id}.json`))
  t.equal(mode & 0o077, 0, 'nobody else may read it')
})

t.test('what is attached goes with it', async (t) => {
  const directory = t.testdir()
  const file = { fileName: 'bill.pdf', contentType: 'application/pdf', base64: 'JVBERi0=' }
  await createFileOutbox(directory).send({ ...mail, attachments: [file] })
  t.strictSame(await readOutbox(directory), [{ ...mail, attachments: [file] }])
})

t.test('an id cannot lead out of the outbox', async (t) => {
  const outbox = createFileOutbox(t.testdir())
  for (const id of ['../escape', '', 'a/b', `${mail.id}/../x`])
    await t.rejects(outbox.send({ ...mail, id }), RangeError)
})

t.test('a failure is told', async (t) => {
  const file = join(t.testdir({ outbox: 'a file, not a directory' }), 'outbox')
  await t.rejects(createFileOutbox(file).send(mail))
})

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { writeCertificate } from '../servers/certificate.ts'
import { freePort } from '../servers/free-port.ts'
import { documentAt } from './documents.ts'
import { surroundings } from './environment.ts'
import { fencesOf } from './markdown.ts'
import { openSession, reads } from './shell.ts'
import { startAsDocumented } from './started.ts'

t.setTimeout(180_000)

const page = 'docs/how-to/event-store.md'

t.test('the event store runs by itself, with TLS and users', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-docs-'))
  t.teardown(() => rmSync(directory, { recursive: true, force: true }))
  const { environment, placed: inDirectory } = await surroundings(directory)
  const port = String(await freePort())
  const placed = (text: string): string => inDirectory(text).replaceAll('2113', port)
  mkdirSync(join(directory, 'certs'))
  writeCertificate(join(directory, 'certs'))
  const shell = openSession(environment)
  t.teardown(shell.end)
  const fences = fencesOf(documentAt(page).text)
  let ran = 0
  for (const [index, { purpose, text, line }] of fences.entries()) {
    if (purpose === 'start') {
      const store = await startAsDocumented(placed(text), environment)
      t.teardown(store.interrupt)
    }
    if (purpose !== 'run') continue
    const { done, output, errors } = await shell.run(placed(text))
    const next = fences[index + 1]
    const expected = next?.purpose === 'output' ? placed(next.text) : ''
    t.ok(done && reads(output, expected), `${page}:${line}`, { output, errors, expected })
    ran++
  }
  t.equal(ran, 2)
})

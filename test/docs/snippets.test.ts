import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { documentAt } from './documents.ts'
import { surroundings } from './environment.ts'
import { fencesOf, type Fence } from './markdown.ts'
import { openSession, reads } from './shell.ts'
import { startAsDocumented, type StartedHub } from './started.ts'

/** In this order, in one session: the pages after the tutorial go on with what it made. */
const pages = [
  'docs/tutorial/first-job.md',
  'docs/how-to/register-a-device.md',
  'docs/how-to/read-your-writes.md',
]

type Block = Fence & { readonly page: string; readonly expected: string | undefined }

const blocks: readonly Block[] = pages.flatMap((page) => {
  const fences = fencesOf(documentAt(page).text)
  return fences.flatMap((fence, index) => {
    const next = fences[index + 1]
    const expected = next?.purpose === 'output' ? next.text : undefined
    return ['run', 'start'].includes(fence.purpose) ? [{ ...fence, page, expected }] : []
  })
})

// Two starts of a hub and some forty steps of a shell.
t.setTimeout(300_000)

t.test('the documents do what they say', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-docs-'))
  t.teardown(() => rmSync(directory, { recursive: true, force: true }))
  const { environment, placed } = await surroundings(directory)
  const shell = openSession(environment)
  t.teardown(shell.end)
  let hub: StartedHub | undefined
  t.teardown(() => hub?.interrupt())
  for (const { page, line, purpose, text, expected } of blocks) {
    const name = `${page}:${line}`
    if (purpose === 'start') {
      await hub?.interrupt()
      hub = await startAsDocumented(text, environment)
      t.pass(`${name} starts`)
      continue
    }
    const { done, output, errors } = await shell.run(placed(text))
    if (!done) {
      t.fail(`${name} did not finish`, { output, errors })
      return
    }
    t.ok(expected === undefined || reads(output, placed(expected)), name, { output, expected })
  }
  const starts = blocks.filter(({ purpose }) => purpose === 'start').length
  t.ok(starts >= 2 && blocks.length > 20, 'the tutorial starts the hub twice, with steps between')
})

t.test('what a document claims is compared', async (t) => {
  t.ok(reads('{\n "a": 12\n}\n', '{ "a": … }'))
  t.ok(reads('one two three', 'one…three'))
  t.notOk(reads('one two three', 'one three'))
  t.notOk(reads('one two three four', 'one…three'))
  t.notOk(reads('a.c', 'abc'))
})

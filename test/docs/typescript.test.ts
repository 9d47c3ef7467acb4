import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { documents, root } from './documents.ts'
import { fencesOf } from './markdown.ts'

/** ```` ```ts test ```` in a document is a whole test; imports are as seen from the document. */
const tests = documents().flatMap(({ path, text }) =>
  fencesOf(text)
    .filter(({ language, purpose }) => language === 'ts' && purpose === 'test')
    .map((fence) => ({ ...fence, path })),
)

t.ok(tests.length > 0, 'there are tests in the documents')
for (const { path, line, text: source } of tests)
  t.test(`${path}:${line}`, async (t) => {
    // Beside the document, so that its imports lead where it says.
    const file = fileURLToPath(new URL(`${path}.${process.pid}.${line}.test.ts`, root))
    t.teardown(() => rmSync(file, { force: true }))
    writeFileSync(file, source)
    const { TAP, TAP_CHILD_ID, ...env } = process.env
    const child = spawn(process.execPath, ['--import=tsx', file], {
      cwd: fileURLToPath(root),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
    const [code, out, said] = await Promise.all([exited, text(child.stdout), text(child.stderr)])
    t.equal(code, 0, { out, said })
    t.match(out, /# \{ total: \d+, pass: \d+ \}/)
  })

import { readFile, readdir } from 'node:fs/promises'
import t from 'tap'
import { artifactFile, artifactText, compileContracts } from './compile.ts'

t.setTimeout(120_000)

t.test('what is committed is what the compiler makes of the sources', async (t) => {
  const compiled = compileContracts()
  for (const [name, artifact] of compiled)
    t.equal(
      await readFile(artifactFile(name), 'utf8'),
      artifactText(artifact),
      `${name}: npm run contracts`,
    )
  const files = await readdir(new URL('.', artifactFile('any')))
  t.same(files.toSorted(), [...compiled.keys()].map((name) => `${name}.json`).toSorted())
  // EIP-170 counts what stays on chain, which is less than this.
  for (const [name, { bytecode }] of compiled)
    t.ok(bytecode.length / 2 < 24_576, `${name} fits on a chain`)
})

import { writeFileSync } from 'node:fs'
import { artifactFile, artifactText, compileContracts } from './compile.ts'

// npm run contracts: what is committed is what the compiler makes of the sources.
for (const [name, artifact] of compileContracts()) {
  writeFileSync(artifactFile(name), artifactText(artifact))
  process.stdout.write(`${name} ${(artifact.bytecode.length - 2) / 2} bytes\n`)
}

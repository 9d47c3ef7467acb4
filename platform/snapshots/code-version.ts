import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const isCode = (file: string): boolean => /(?<!\.test)(?<!\.d)\.[jt]s$/.test(file)

/**
 * Digest of all code in these folders: any change there is another version, whether it matters or not. What is kept under
 * another version is made again.
 */
export const codeVersionOf = (folders: readonly URL[]): string => {
  // What one Node writes with its own serializer another may not read.
  const hash = createHash('sha256').update(process.version)
  for (const folder of folders)
    for (const file of readdirSync(folder, { recursive: true }).map(String).sort())
      if (isCode(file)) hash.update(`\n${file}\n`).update(readFileSync(new URL(file, folder)))
  return hash.digest('hex')
}

import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { pack } from 'tar-stream'
import type { CapsuleContent } from '../../domain/agents/capsules/content.ts'
import { manifestName } from '../packages/manifest.ts'

const compressed = promisify(gzip)

const main = 'circuit.qasm'

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** The files of a capsule's package: what the catalogue reads, and everything else that the capsule is. */
const filesOf = (
  content: CapsuleContent,
  sha256: string,
): readonly (readonly [string, string])[] => {
  const { source, script, tests, ...manifest } = content
  const { name, description } = manifest
  return [
    [manifestName, json({ main, name, description })],
    ['capsule.json', json({ ...manifest, sha256 })],
    [main, source],
    ...(script === undefined ? [] : [['script.js', script] as const]),
    ['tests.json', json(tests)],
  ]
}

/** A capsule as a package of the catalogue (tar, gzip). The same capsule gives the same bytes. */
export const archiveOf = async (content: CapsuleContent, sha256: string): Promise<Buffer> => {
  const archive = pack()
  for (const [name, text] of filesOf(content, sha256))
    archive.entry({ name, mtime: new Date(0) }, text)
  archive.finalize()
  return compressed(await buffer(archive))
}

import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  dumpManifest,
  dumpManifestFile,
  eventOfLine,
  eventsFile,
  type DumpedEvent,
  type DumpManifest,
} from './dump.ts'
import { StoreToolError } from './problem.ts'
import type { OnStep } from '../progress/step.ts'

/** Reads what an export says of itself. Throws StoreToolError when there is none, or it was not finished. */
export const readDumpManifest = (directory: string): DumpManifest => {
  const file = join(directory, dumpManifestFile)
  if (!existsSync(file)) {
    throw new StoreToolError(
      'NO_DUMP',
      `${directory} holds no finished export (no ${dumpManifestFile})`,
    )
  }
  const parsed = dumpManifest.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw new StoreToolError('NO_DUMP', `${file} is not the manifest of an export`)
}

/** Compares the events with the manifest's SHA-256. Throws StoreToolError when they differ. */
export const checkDump = async (
  directory: string,
  manifest: DumpManifest,
  onStep: OnStep,
): Promise<void> => {
  const hash = createHash('sha256')
  let done = 0
  for await (const bytes of createReadStream(join(directory, eventsFile), {
    highWaterMark: 1024 * 1024,
  })) {
    if (!(bytes instanceof Buffer)) continue
    hash.update(bytes)
    done += bytes.length
    onStep({ phase: 'check', done, total: manifest.bytes, unit: 'bytes' })
  }
  if (hash.digest('hex') === manifest.sha256) return
  throw new StoreToolError(
    'DUMP_DAMAGED',
    `${join(directory, eventsFile)} is not what was exported: its SHA-256 differs`,
  )
}

/** The events of an export, in order. */
export async function* eventsOfDump(
  directory: string,
): AsyncGenerator<DumpedEvent, void, undefined> {
  const lines = createInterface({
    input: createReadStream(join(directory, eventsFile), { highWaterMark: 1024 * 1024 }),
    crlfDelay: Infinity,
  })
  let number = 0
  for await (const text of lines) yield eventOfLine(text, ++number)
}

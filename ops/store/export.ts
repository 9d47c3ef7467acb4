import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openChannel } from '../../platform/event-store/channel.ts'
import { syncDirectory } from '../embedded/event-store/store/files.ts'
import { emptyDirectory } from './backup.ts'
import { dumpManifestFile, eventsFile, lineOfEvent, type DumpManifest } from './dump.ts'
import type { OnStep } from './progress.ts'
import { eventsOfStore, headOf } from './remote-log.ts'

const block = 1024 * 1024

/**
 * Writes the log of any EventStoreDB into an empty directory: what stood in it when it began, in order. Appends may go on
 * meanwhile; they are not in it.
 */
export const exportStore = async (
  url: string,
  directory: string,
  onStep: OnStep,
  now: Date,
): Promise<DumpManifest> => {
  emptyDirectory(directory)
  const channel = openChannel(url)
  try {
    const head = await headOf(channel)
    const hash = createHash('sha256')
    const file = await open(join(directory, eventsFile), 'wx')
    let [events, bytes] = [0, 0]
    let first: bigint | undefined
    let last: bigint | undefined
    let waiting: string[] = []
    let waitingSize = 0
    const write = async (): Promise<void> => {
      const text = Buffer.from(waiting.join(''))
      waiting = []
      waitingSize = 0
      hash.update(text)
      bytes += text.length
      await file.writeFile(text)
    }
    try {
      for await (const event of eventsOfStore(channel)) {
        if (event.position > head) break
        const line = `${lineOfEvent(event)}\n`
        waiting.push(line)
        waitingSize += line.length
        events++
        first ??= event.position
        last = event.position
        if (waitingSize < block) continue
        await write()
        onStep({ phase: 'export', done: Number(last), total: Number(head), unit: 'bytes' })
      }
      await write()
      await file.sync()
    } finally {
      await file.close()
    }
    const manifest: DumpManifest = {
      format: 'qhub-store-export/1',
      takenAt: now.toISOString(),
      events,
      bytes,
      ...(first === undefined ? {} : { firstPosition: first.toString() }),
      ...(last === undefined ? {} : { lastPosition: last.toString() }),
      sha256: hash.digest('hex'),
    }
    // Written last: an export without it was not finished.
    writeFileSync(
      join(directory, dumpManifestFile),
      `${JSON.stringify(manifest, undefined, 2)}\n`,
      { flush: true },
    )
    syncDirectory(directory)
    return manifest
  } finally {
    await channel.close()
  }
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openChannel } from '../../platform/event-store/channel.ts'
import { syncDirectory } from '../embedded/event-store/store/files.ts'
import { emptyDirectory } from './backup.ts'
import { dumpManifestFile, eventsFile, lineOfEvent, type DumpManifest } from './dump.ts'
import { createLineFile, type WrittenFile } from './line-file.ts'
import type { OnStep } from '../progress/step.ts'
import { eventsOfStore, headOf } from './remote-log.ts'

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
    const file = await createLineFile(join(directory, eventsFile))
    let events = 0
    let first: bigint | undefined
    let last: bigint | undefined
    let written: WrittenFile
    try {
      for await (const event of eventsOfStore(channel)) {
        if (event.position > head) break
        events++
        first ??= event.position
        last = event.position
        if (await file.add(lineOfEvent(event)))
          onStep({ phase: 'export', done: Number(last), total: Number(head), unit: 'bytes' })
      }
      written = await file.end()
    } finally {
      await file.close()
    }
    const manifest: DumpManifest = {
      format: 'qhub-store-export/1',
      takenAt: now.toISOString(),
      events,
      bytes: written.bytes,
      ...(first === undefined ? {} : { firstPosition: first.toString() }),
      ...(last === undefined ? {} : { lastPosition: last.toString() }),
      sha256: written.sha256,
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

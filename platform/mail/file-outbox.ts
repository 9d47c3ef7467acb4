import { link, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { isId } from '../ids/ids.ts'
import type { Mail, Mailer } from './port.ts'
import { StoredAttachments } from './stored.ts'

const StoredMail = z.strictObject({
  id: z.string(),
  person: z.string().exactOptional(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  attachments: StoredAttachments.exactOptional(),
})

const ending = '.json'

/** What reached the disk's directory stays there after a power cut. */
const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const isExisting = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST'

/**
 * Leaves each mail as one JSON file `<id>.json` for a mail transfer agent, or a person, to take. The file appears whole or
 * not at all, and once: linking fails where the id exists already.
 */
export const createFileOutbox = (directory: string): Mailer => ({
  send: async (mail) => {
    if (!isId(mail.id)) throw new RangeError(`a mail's id is a UUID: ${mail.id}`)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const draft = join(directory, `${mail.id}.${randomUUID()}.draft`)
    try {
      await writeFile(draft, JSON.stringify(StoredMail.parse(mail)), { mode: 0o600, flush: true })
      await link(draft, join(directory, mail.id + ending))
      await syncDirectory(directory)
    } catch (error) {
      if (!isExisting(error)) throw error
    } finally {
      await rm(draft, { force: true })
    }
  },
})

/** The mails that wait in an outbox, in no particular order. */
export const readOutbox = async (directory: string): Promise<readonly Mail[]> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith(ending))
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
  return texts.map((text) => StoredMail.parse(JSON.parse(text)))
}

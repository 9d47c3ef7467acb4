import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const Addressed = z.object({ to: z.string() })

/** Whose mails, by address or by the id of a mail. */
export type Addressees = {
  readonly isTheirs: (address: string) => boolean
  readonly mails: readonly string[]
}

const addressIn = async (file: string): Promise<string | undefined> => {
  try {
    return Addressed.safeParse(JSON.parse(await readFile(file, 'utf8'))).data?.to
  } catch {
    // Taken meanwhile, or half written by who died: not a mail that anybody could read the address of.
    return undefined
  }
}

/** Removes somebody's mails that still wait in a file outbox, drafts included; how many there were. */
export const forgetMails = async (
  directory: string,
  { isTheirs, mails }: Addressees,
): Promise<number> => {
  const names = await readdir(directory).catch(() => [])
  let removed = 0
  for (const name of names) {
    const file = join(directory, name)
    const isNamed = mails.some((id) => name.startsWith(`${id}.`))
    const address = isNamed ? undefined : await addressIn(file)
    if (!isNamed && (address === undefined || !isTheirs(address))) continue
    await rm(file, { force: true })
    removed += 1
  }
  return removed
}

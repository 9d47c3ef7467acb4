import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser of the system. As root it runs without a sandbox, or not at all. */
export const startBrowser = (): Promise<Browser> => {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = folders.map((folder) => join(folder, 'chromium')).find(isExecutable)
  if (found === undefined) throw new Error('chromium is missing (Debian: apt-get install chromium)')
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath: found, args })
}

/** A page, and everything that the browser complained of: refused by the policy, thrown, not found. */
export type Watched = { readonly page: Page; readonly complaints: readonly string[] }

export const openPage = async (context: BrowserContext): Promise<Watched> => {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    // What the hub refuses is shown in the page, and tested there.
    if (
      message.type() === 'error' &&
      !message.text().includes('the server responded with a status')
    )
      complaints.push(message.text())
  })
  return { page, complaints }
}

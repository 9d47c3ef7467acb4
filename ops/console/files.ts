import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export type ConsoleFile = {
  readonly type: string
  readonly content: string
  /** Strong: the SHA-256 of the content. */
  readonly tag: string
}

/** By path below /console/assets/. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

/** Where this code is: the source, or the build. */
const here = dirname(fileURLToPath(import.meta.url))
const script = extname(import.meta.url)

/** Style sheets are in the source alone; the build lies below it. */
const stylesAbove = (folder: string): string => {
  const found = join(folder, 'ops', 'console', 'styles')
  if (existsSync(found)) return found
  const above = dirname(folder)
  if (above === folder) throw new Error('the style sheets of the console are missing')
  return stylesAbove(above)
}

export const tagged = (type: string, content: string): ConsoleFile => ({
  type,
  content,
  tag: `"${createHash('sha256').update(content).digest('base64url')}"`,
})

/** The source is typed; a browser takes it without its types. From the build nothing is left to do. */
const plain = async (source: string): Promise<string> => {
  if (script !== '.ts') return source
  const { transform } = await import('esbuild')
  return (await transform(source, { loader: 'ts', target: 'es2022' })).code
}

const named = async (
  folder: string,
  extension: string,
  read: (text: string) => Promise<ConsoleFile>,
): Promise<readonly (readonly [string, ConsoleFile])[]> => {
  const entries = await readdir(folder, { recursive: true })
  const names = entries.filter((name) => extname(name) === extension).sort()
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const text = await readFile(path, 'utf8')
      return [relative(folder, path).split(sep).join('/'), await read(text)] as const
    }),
  )
}

/** Reads everything that the page consists of: its modules, and one sheet of all its styles. */
export const readFiles = async (): Promise<ConsoleFiles> => {
  const modules = await named(join(here, 'page'), script, async (text) =>
    tagged('text/javascript; charset=utf-8', await plain(text)),
  )
  const sheets = await named(stylesAbove(here), '.css', async (text) =>
    tagged('text/css; charset=utf-8', text),
  )
  const style = sheets.map(([, { content }]) => content).join('\n')
  return new Map([...modules, ['style.css', tagged('text/css; charset=utf-8', style)]])
}

/** The module that the page begins with. */
export const firstModule = `main${script}`

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = [
  ...['domain', 'platform', 'commands', 'sagas', 'projections', 'write-api', 'read-api'],
  ...['ops', 'test'],
]
/** Packages are found from below it, and whatever the hub looks for above itself. */
const kept = join(root, 'node_modules', '.cache', 'qhub')
const forgottenAfterMs = 3 * 3_600_000

const isModule = (path: string): boolean =>
  path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts')

const modules = (): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter(isModule)
      .sort(),
  )

/** What the modules are now, as far as their sizes and times tell. */
const stateOf = (paths: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const path of paths) {
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** Each module stays a file of its own, where it stood: the hub starts some of them by their place. */
const fileByFile: Plugin = {
  name: 'file-by-file',
  setup: (building) => {
    building.onResolve({ filter: /./ }, ({ path, kind, resolveDir }) => {
      if (kind === 'entry-point') return undefined
      if (!path.startsWith('.')) return { path, external: true }
      if (path.endsWith('.ts')) return { path: path.replace(/\.ts$/, '.js'), external: true }
      // What is no module is taken from where it is.
      return { path: pathToFileURL(join(resolveDir, path)).href, external: true }
    })
  },
}

const forgetOld = async (): Promise<void> => {
  const ages = readdirSync(kept).map((name) => join(kept, name))
  const old = ages.filter((path) => Date.now() - statSync(path).mtimeMs > forgottenAfterMs)
  await Promise.all(old.map((path) => rm(path, { recursive: true, force: true })))
}

const compile = async (): Promise<string> => {
  const paths = modules()
  const folder = join(kept, stateOf(paths))
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date())
    return folder
  }
  const making = `${folder}.${process.pid}`
  await build({
    ...{ absWorkingDir: root, entryPoints: [...paths], outbase: '.', outdir: making },
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20.19', logLevel: 'error' },
    ...{ plugins: [fileByFile] },
  })
  // Somebody else may have been as quick.
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }))
  await forgetOld()
  return folder
}

let compiling: Promise<string> | undefined

/**
 * Where a module of the source, `ops/cli/main.ts` say, stands as JavaScript: all of the source is compiled once for each
 * state of it. A process that begins there is up in half the time, and stays what it was while the source is edited.
 */
export const compiled = async (module: string): Promise<string> => {
  compiling ??= compile()
  return join(await compiling, module.replace(/\.ts$/, '.js'))
}

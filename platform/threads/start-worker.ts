import { Worker, type ResourceLimits } from 'node:worker_threads'

/**
 * From source this file is TypeScript, and so is the worker: its thread must load the TypeScript loader itself, since
 * Node 20 does not hand the loader that this process was started with on to worker threads. The build needs none.
 */
const loader = import.meta.url.endsWith('.ts') ? import.meta.resolve('tsx/esm/api') : undefined

/** Starts `<name>.ts`, or `<name>.js` in the build, that stands beside the file at `base`, as a thread of this title. */
export const startWorker = (
  title: string,
  name: string,
  base: string,
  resourceLimits: ResourceLimits,
): Worker => {
  const options = { resourceLimits, name: title }
  if (loader === undefined) return new Worker(new URL(`./${name}.js`, base), options)
  const url = new URL(`./${name}.ts`, base).href
  const load = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(url)}) })`
  return new Worker(load, { ...options, eval: true })
}

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const original = new URL('../../../commands/agents/calls/attempt.ts', import.meta.url)

/** A change of the program's text that must find what it changes. */
export type Edit = (source: string) => string

const cut = (source: string, from: string, to: string): readonly [string, string, string] => {
  const start = source.indexOf(from)
  const end = source.indexOf(to, start)
  if (start === -1 || end === -1) throw new Error('the program no longer reads as it did')
  return [source.slice(0, start), source.slice(start, end), source.slice(end)]
}

const reserving = '    if (budgetId !== undefined) {\n      const reserve'
const asking = '    const began = performance.now()'
const judging = '    const at = clock.now().getTime()'

/** The provider is asked first, and what it may cost is reserved afterwards. */
export const reservesAfterwards: Edit = (source) => {
  const [before, block, after] = cut(source, reserving, asking)
  const [first, ask, rest] = cut(after, asking, judging)
  return before + first + ask + block + rest
}

/** The first attempt of a call reserves; its fallbacks go on without. */
export const fallbacksReserveNothing: Edit = (source) => {
  const [before, block, after] = cut(source, reserving, asking)
  const isFirst = '(await callNow(run) as { attempts: unknown[] }).attempts.length'
  const first = block.replace(
    'budgetId !== undefined',
    `budgetId !== undefined && ${isFirst} === 1`,
  )
  const unchecked = before.replace(
    'budgetId === undefined ? undefined :',
    `budgetId === undefined || ${isFirst} > 0 ? undefined :`,
  )
  return unchecked.replace('import { budgetNow,', 'import { budgetNow, callNow,') + first + after
}

/** Writes the edited program into a folder, and answers what makes a process run it in place of the real one. */
export const plant = (edit: Edit, folder: string): readonly string[] => {
  const source = readFileSync(original, 'utf8')
  const edited = edit(source)
  if (edited === source) throw new Error('nothing was planted')
  const absolute = edited.replaceAll(/from '(\.[^']+)'/g, (_, path: string) => {
    return `from '${new URL(path, original).href}'`
  })
  const planted = `${folder}/attempt.ts`
  writeFileSync(planted, absolute)
  const hooks = `export const resolve = async (specifier, context, next) => {
    const found = await next(specifier, context)
    return found.url.startsWith('${original.href}') ? { ...found, url: '${pathToFileURL(planted).href}' } : found
  }`
  const url = `data:text/javascript,${encodeURIComponent(hooks)}`
  const register = `import { register } from 'node:module'; register(${JSON.stringify(url)})`
  const loader = `${folder}/plant.mjs`
  writeFileSync(loader, register)
  return [`--import=${pathToFileURL(loader).href}`]
}

export const spender = fileURLToPath(new URL('./spender.ts', import.meta.url))

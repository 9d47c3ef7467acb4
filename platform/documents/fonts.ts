import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { create, type Font } from 'fontkit'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'

const { resolve } = createRequire(import.meta.url)
const folderOf = (name: string): string => dirname(resolve(`${name}/package.json`))
const dejavu = (style: string): string =>
  join(folderOf('dejavu-fonts-ttf'), 'ttf', `DejaVuSans${style}.ttf`)

/** Latin, Greek, Cyrillic, Hebrew, Arabic and more. */
export const faces = { regular: dejavu(''), bold: dejavu('-Bold') } as const
export type Face = keyof typeof faces

const fontAt = (path: string): Font => {
  const font = create(readFileSync(path))
  if ('fonts' in font) throw new Error(`${path} is a collection of fonts`)
  return font
}
const opened = new LRUCache<string, Font>({ max: 20, memoMethod: (path) => fontAt(path) })

const rare = '@fontsource-variable/noto-sans-sc'
type Range = { readonly from: number; readonly to: number }
const rangeOf = (text: string): Range => {
  const [from = '', to = from] = text.replace('U+', '').split('-')
  return { from: parseInt(from, 16), to: parseInt(to, 16) }
}

/** Which file of the rare font has which characters. */
const parts = (): readonly { readonly file: string; readonly ranges: readonly Range[] }[] => {
  const folder = folderOf(rare)
  const unicode = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')))
  return Object.entries(unicode).map(([name, ranges]) => ({
    file: join(folder, 'files', `noto-sans-sc-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`),
    ranges: ranges.split(',').map(rangeOf),
  }))
}
let known: ReturnType<typeof parts> | undefined

const rareFileFor = (code: number): string | undefined => {
  known ??= parts()
  return known.find(({ ranges }) => ranges.some(({ from, to }) => code >= from && code <= to))?.file
}

/** Text in one font. `rare`: out of a font that is drawn by its outlines, under text that nobody sees and everybody finds. */
export type Run = { readonly text: string; readonly path: string; readonly rare?: Font }

const runFor = (char: string, face: Face): Omit<Run, 'text'> => {
  const code = char.codePointAt(0) ?? 32
  const common = faces[face]
  if (opened.memo(common).hasGlyphForCodePoint(code)) return { path: common }
  const path = rareFileFor(code)
  return path === undefined ? { path: common } : { path, rare: opened.memo(path) }
}

/** A text, divided by the fonts that have its characters. */
export const runsOf = (text: string, face: Face): readonly Run[] => {
  const runs: Run[] = []
  for (const char of text) {
    const next = runFor(char, face)
    const last = runs.at(-1)
    if (last?.path === next.path) runs[runs.length - 1] = { ...last, text: last.text + char }
    else runs.push({ ...next, text: char })
  }
  return runs
}

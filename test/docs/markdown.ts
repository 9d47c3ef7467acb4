/** A fenced block: ```` ```sh run ```` has the language `sh` and the purpose `run`. */
export type Fence = {
  readonly language: string
  /** `run`: executed by the tests. `start`: begins a server. `output`: what the block before prints. */
  readonly purpose: string
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

export type Link = { readonly target: string; readonly line: number }

const fence = /^```(\S*)[ \t]*(\S*)[^\n]*\n([\s\S]*?)^```[ \t]*$/gm

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

export const fencesOf = (text: string): readonly Fence[] =>
  [...text.matchAll(fence)].map((match) => {
    const [, language = '', purpose = '', body = ''] = match
    return { language, purpose, text: body, line: lineAt(text, match.index) }
  })

/** The text with its code blanked out, line by line, so that places stay what they are. */
const prose = (text: string): string =>
  text
    .replaceAll(fence, (block) => block.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/`[^`\n]*`/g, (code) => ' '.repeat(code.length))

export const linksOf = (text: string): readonly Link[] =>
  [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)].map((match) => ({
    target: match[1] ?? '',
    line: lineAt(text, match.index),
  }))

/** The anchors of its headings, as GitHub makes them. */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  const headings = text.replaceAll(fence, '').matchAll(/^#{1,6} +(.+?) *$/gm)
  for (const [, title = ''] of headings) {
    const slug = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    anchors.add(times === 0 ? slug : `${slug}-${times}`)
  }
  return anchors
}

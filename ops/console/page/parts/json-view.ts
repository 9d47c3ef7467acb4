import { type Child, h } from '../dom/h.ts'
import type { Json } from '../api/json.ts'

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const coloured = (text: string): readonly Child[] => {
  const parts: Child[] = []
  let from = 0
  for (const match of text.matchAll(token)) {
    const [whole, string, colon, word] = match
    parts.push(text.slice(from, match.index))
    const kind =
      string === undefined
        ? word === undefined
          ? 'number'
          : 'word'
        : colon === undefined
          ? 'text'
          : 'name'
    parts.push(h('span', { class: `json-${kind}` }, string ?? whole), colon ?? '')
    from = match.index + whole.length
  }
  return [...parts, text.slice(from)]
}

/** A value as it is written, with its kinds told apart. */
export const jsonView = (value: Json, label: string): HTMLElement =>
  h(
    'pre',
    { class: 'json', tabindex: '0', role: 'region', 'aria-label': label },
    coloured(JSON.stringify(value, null, 2)),
  )

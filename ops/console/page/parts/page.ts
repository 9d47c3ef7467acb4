import { type Child, h } from '../dom/h.ts'

/** What a view begins with. */
export const heading = (title: string, lead?: Child, ...beside: readonly Child[]): HTMLElement =>
  h(
    'header',
    { class: 'heading' },
    h(
      'div',
      {},
      h('h1', {}, title),
      lead === undefined ? undefined : h('p', { class: 'soft lead' }, lead),
    ),
    beside.length > 0 ? h('div', { class: 'heading-end' }, beside) : undefined,
  )

export const card = (title: string, ...children: readonly Child[]): HTMLElement =>
  h('section', { class: 'card' }, h('h2', {}, title), ...children)

/** A figure with its name. */
export const figure = (name: string, value: Child, note?: Child, tone = ''): HTMLElement =>
  h(
    'div',
    { class: `figure ${tone}` },
    h('p', { class: 'figure-name' }, name),
    h('p', { class: 'figure-value' }, value),
    note === undefined ? undefined : h('p', { class: 'figure-note' }, note),
  )

export const facts = (
  pairs: readonly (readonly [name: string, value: Child] | undefined)[],
): HTMLElement =>
  h(
    'dl',
    { class: 'facts' },
    pairs.map((pair) =>
      pair === undefined ? undefined : h('div', {}, h('dt', {}, pair[0]), h('dd', {}, pair[1])),
    ),
  )

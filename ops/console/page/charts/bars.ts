import { h, s } from '../dom/h.ts'

export type Bar = {
  readonly name: string
  readonly value: number
  readonly text: string
  readonly href?: string
  readonly tone?: string
}

/** Shares beside each other: a bar for each, all to one measure, with its figure in words. */
export const bars = (label: string, list: readonly Bar[]): HTMLElement => {
  const most = Math.max(1, ...list.map(({ value }) => Math.abs(value)))
  return h(
    'ul',
    { class: 'bars', 'aria-label': label },
    list.map(({ name, value, text, href, tone = '' }) =>
      h(
        'li',
        {},
        h('span', { class: 'bar-name' }, href === undefined ? name : h('a', { href }, name)),
        s(
          'svg',
          {
            viewBox: '0 0 100 8',
            preserveAspectRatio: 'none',
            class: 'bar',
            'aria-hidden': 'true',
          },
          s('rect', { x: 0, y: 0, width: 100, height: 8, rx: 2, class: 'bar-ground' }),
          s('rect', {
            x: 0,
            y: 0,
            width: value === 0 ? 0 : Math.max(1, (100 * Math.abs(value)) / most),
            height: 8,
            rx: 2,
            class: `bar-fill ${tone}`,
          }),
        ),
        h('span', { class: 'bar-text' }, text),
      ),
    ),
  )
}

/** How much is done, from 0 to 1. */
export const progress = (label: string, share: number): HTMLElement =>
  h(
    'div',
    {
      class: 'progress',
      role: 'progressbar',
      'aria-label': label,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': Math.round(share * 100),
    },
    s(
      'svg',
      { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      s('rect', { x: 0, y: 0, width: 100, height: 8, class: 'bar-ground' }),
      s('rect', { x: 0, y: 0, width: Math.min(100, share * 100), height: 8, class: 'bar-fill' }),
    ),
  )

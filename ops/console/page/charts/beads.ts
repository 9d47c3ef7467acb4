import { h, s } from '../dom/h.ts'
import { huesOf } from './hues.ts'

export type Bead = {
  readonly revision: string
  readonly type: string
  readonly at: string
  readonly href: string
}

const gap = 26
const height = 64

/** A stream as beads on a string, the oldest at the left, coloured by type; the chosen one is ringed. */
export const beads = (list: readonly Bead[], chosen: string, label: string): HTMLElement => {
  const hue = huesOf(list.map(({ type }) => type))
  const width = Math.max(320, list.length * gap + 24)
  const x = (index: number): number => 20 + index * gap
  return h(
    'div',
    { class: 'beads' },
    h(
      'div',
      { class: 'beads-scroll', role: 'region', tabindex: '0', 'aria-label': label },
      s(
        'svg',
        { width, height, viewBox: `0 0 ${width} ${height}`, class: 'beads-string' },
        s('line', { x1: 8, x2: x(list.length - 1) + 12, y1: 26, y2: 26, class: 'rail' }),
        list.map(({ revision, type, at, href }, index) =>
          s(
            'a',
            {
              href,
              'aria-label': `revision ${revision}, ${type}`,
              ...(revision === chosen ? { 'aria-current': 'true' } : {}),
            },
            s('title', {}, `${revision} ${type} ${at}`),
            revision === chosen
              ? s('circle', { cx: x(index), cy: 26, r: 12, class: 'bead-ring' })
              : undefined,
            s('circle', { cx: x(index), cy: 26, r: 7.5, class: `rail-dot ${hue(type)}` }),
            index % 5 === 0 || revision === chosen
              ? s('text', { x: x(index), y: 56, class: 'bead-text' }, revision)
              : undefined,
          ),
        ),
      ),
    ),
    h(
      'ul',
      { class: 'legend', 'aria-label': 'Types' },
      [...new Set(list.map(({ type }) => type))].map((type) =>
        h('li', {}, h('span', { class: `legend-dot ${hue(type)}` }), type),
      ),
    ),
  )
}

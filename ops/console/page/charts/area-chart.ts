import { h, s } from '../dom/h.ts'
import { areaBelow, lineThrough, placed, roundAbove } from './scale.ts'

const size = { width: 720, height: 190 }
const box = { left: 44, top: 12, width: 664, height: 146 }

export type AreaChart = {
  /** What it shows, for who does not see it. */
  readonly label: string
  readonly values: readonly number[]
  /** What stands below, from left to right. */
  readonly from: string
  readonly to: string
  readonly unit: string
}

const gridLine = (share: number, top: number): readonly SVGElement[] => {
  const y = box.top + box.height * (1 - share)
  return [
    s('line', { x1: box.left, x2: box.left + box.width, y1: y, y2: y, class: 'grid' }),
    s(
      'text',
      { x: box.left - 8, y: y + 4, class: 'tick end' },
      String(Math.round(top * share * 100) / 100),
    ),
  ]
}

/** Values over time, drawn as a filled line. */
export const areaChart = ({ label, values, from, to, unit }: AreaChart): HTMLElement => {
  const top = roundAbove(Math.max(0, ...values))
  const points = placed(values, box, top)
  const ground = box.top + box.height
  const last = points.at(-1)
  return h(
    'figure',
    { class: 'chart' },
    s(
      'svg',
      {
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: 'img',
        'aria-label': `${label}; now ${values.at(-1) ?? 0} ${unit}, at most ${Math.max(0, ...values)}`,
      },
      [0, 0.5, 1].flatMap((share) => gridLine(share, top)),
      s('path', { d: areaBelow(points, ground), class: 'area' }),
      s('path', { d: lineThrough(points), class: 'line' }),
      last === undefined
        ? undefined
        : s('circle', { cx: last[0], cy: last[1], r: 3.5, class: 'dot' }),
      s('text', { x: box.left, y: size.height - 10, class: 'tick' }, from),
      s('text', { x: box.left + box.width, y: size.height - 10, class: 'tick end' }, to),
    ),
  )
}

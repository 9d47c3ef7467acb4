import { h, s } from '../dom/h.ts'
import type { Part, SagaPicture, Stage } from './saga-picture.ts'

const width = 940
const boxWidth = 268
const boxHeight = 30
const gap = 8
const smallHeight = 21
const smallWidth = (boxWidth - gap) / 2
/** Where the lanes begin, below their names. */
const top = 34
const middle = { x: width / 2 - 82, width: 164, height: 74 }

const words: Readonly<Record<Stage, string>> = {
  never: 'not reached',
  waiting: 'waits here',
  done: 'done',
  trouble: 'in trouble',
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

const box = ({ name, stage, times, step }: Part, x: number, y: number): SVGElement =>
  s(
    'g',
    { class: `saga-part ${stage}` },
    s('title', {}, `${name}: ${words[stage]}${times > 1 ? `, ${times} times` : ''}`),
    s('rect', { x, y, width: boxWidth, height: boxHeight, rx: 7 }),
    s('text', { x: x + 12, y: y + 19.5, class: 'saga-step' }, step),
    s('text', { x: x + 36, y: y + 19.5 }, shortened(name, 27)),
    times > 1
      ? s('text', { x: x + boxWidth - 10, y: y + 19.5, class: 'saga-times' }, `×${times}`)
      : undefined,
  )

const smallBox = (name: string, x: number, y: number): SVGElement =>
  s(
    'g',
    { class: 'saga-part never' },
    s('title', {}, `${name}: ${words.never}`),
    s('rect', { x, y, width: smallWidth, height: smallHeight, rx: 5 }),
    s('text', { x: x + 8, y: y + 14.5, class: 'saga-small' }, shortened(name, 20)),
  )

/** What was reached, in the order of the steps; below, small and two abreast, what may still come. */
type Lane = {
  readonly reached: readonly { readonly part: Part; readonly y: number }[]
  readonly open: readonly { readonly name: string; readonly dx: number; readonly y: number }[]
  readonly height: number
}

const laneOf = (parts: readonly Part[]): Lane => {
  const reached = parts
    .filter(({ stage }) => stage !== 'never')
    .sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity))
  const open = parts.filter(({ stage }) => stage === 'never')
  const below = reached.length * (boxHeight + gap) + (reached.length > 0 ? gap : 0)
  return {
    reached: reached.map((part, index) => ({ part, y: top + index * (boxHeight + gap) })),
    open: open.map(({ name }, index) => ({
      name,
      dx: (index % 2) * (smallWidth + gap),
      y: top + below + Math.floor(index / 2) * (smallHeight + 5),
    })),
    height: below + Math.ceil(open.length / 2) * (smallHeight + 5),
  }
}

const laneParts = ({ reached, open }: Lane, x: number): readonly SVGElement[] => [
  ...reached.map(({ part, y }) => box(part, x, y)),
  ...open.map(({ name, dx, y }) => smallBox(name, x + dx, y)),
]

const link = (x1: number, y1: number, x2: number, y2: number, stage: Stage): SVGElement => {
  const bend = (x1 + x2) / 2
  return s('path', {
    d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`,
    class: `saga-link ${stage}`,
  })
}

const self = (center: number, title: string, state: string, end: Part): readonly SVGElement[] => [
  s('path', {
    d: `M${width / 2} ${center + middle.height / 2}V${center + 66}`,
    class: `saga-link ${end.stage}`,
  }),
  s(
    'g',
    { class: `saga-self ${end.stage === 'done' ? 'ended' : 'going'}` },
    s('rect', {
      x: middle.x,
      y: center - middle.height / 2,
      width: middle.width,
      height: middle.height,
      rx: 14,
    }),
    s('text', { x: width / 2, y: center - 5, class: 'saga-name' }, shortened(title, 20)),
    s('text', { x: width / 2, y: center + 17, class: 'saga-state' }, shortened(state, 22)),
  ),
  s(
    'g',
    { class: `saga-part ${end.stage}` },
    s('rect', {
      x: middle.x + 12,
      y: center + 66,
      width: middle.width - 24,
      height: boxHeight,
      rx: 15,
    }),
    s('text', { x: width / 2, y: center + 85.5, class: 'middle' }, shortened(end.name, 18)),
  ),
]

const key = (): HTMLElement =>
  h(
    'ul',
    { class: 'legend' },
    (['done', 'waiting', 'trouble', 'never'] as const).map((stage) =>
      h('li', {}, h('span', { class: `saga-key ${stage}` }), words[stage]),
    ),
    h('li', { class: 'soft' }, 'Numbers: the order of its steps'),
  )

/** Events that it hears at the left, the instance in the middle with its end, what it has done at the right. */
export const sagaGraph = (picture: SagaPicture, title: string, state: string): HTMLElement => {
  const { heard, effects, timers, end } = picture
  const doing = [...effects, ...timers.map((timer) => ({ ...timer, name: `timer ${timer.name}` }))]
  const hears = laneOf(heard)
  const does = laneOf(doing)
  const height = Math.max(hears.height, does.height, 175)
  const center = top + Math.min(height / 2, 90)
  const rightX = width - boxWidth - 2
  const waits = doing.filter(({ stage }) => stage === 'waiting').map(({ name }) => name)
  const label = `${title}: ${state}. ${waits.length > 0 ? `Waits for ${waits.join(', ')}.` : `End: ${end.name}.`}`
  return h(
    'div',
    { class: 'table saga-scroll', role: 'region', tabindex: '0', 'aria-label': 'State picture' },
    s(
      'svg',
      {
        class: 'saga-graph',
        viewBox: `0 0 ${width} ${height + top + 6}`,
        role: 'img',
        'aria-label': label,
      },
      s('text', { x: 2, y: 18, class: 'saga-head' }, 'It hears'),
      s('text', { x: width / 2, y: 18, class: 'saga-head middle' }, 'It is'),
      s('text', { x: rightX, y: 18, class: 'saga-head' }, 'It has done'),
      hears.reached.map(({ part, y }) =>
        link(boxWidth + 2, y + boxHeight / 2, middle.x, center, part.stage),
      ),
      does.reached.map(({ part, y }) =>
        link(middle.x + middle.width, center, rightX, y + boxHeight / 2, part.stage),
      ),
      laneParts(hears, 2),
      laneParts(does, rightX),
      self(center, title, state, end),
    ),
    key(),
  )
}

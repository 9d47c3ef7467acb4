/** The next round number: 1, 2, 2.5 or 5 times a power of ten, at least `value`. */
export const roundAbove = (value: number): number => {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10
  return Math.max(step * power, 1)
}

export type Point = readonly [x: number, y: number]

const fixed = (value: number): string => String(Math.round(value * 100) / 100)

/** A line through the points, as the `d` of a path. */
export const lineThrough = (points: readonly Point[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('')

/** What lies between the line and the ground. */
export const areaBelow = (points: readonly Point[], ground: number): string => {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return ''
  return `${lineThrough(points)}L${fixed(last[0])} ${fixed(ground)}L${fixed(first[0])} ${fixed(ground)}Z`
}

/** Values over a width and a height, the first at the left, zero at the bottom, `top` at the top. */
export const placed = (
  values: readonly number[],
  box: {
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
  },
  top: number,
): readonly Point[] =>
  values.map((value, index) => [
    box.left + (values.length < 2 ? box.width : (box.width * index) / (values.length - 1)),
    box.top + box.height * (1 - Math.min(value / top, 1)),
  ])

import { faults as columns, type Fault, type Point } from '../points/catalogue.ts'
import { combinationsOf, type Choice } from './plan.ts'

/** How often each fault of each operation fired. */
export type Hits = Readonly<Record<string, Readonly<Partial<Record<Fault, number>>>>>

export const hitsOf = (fired: readonly Point[], choice: Choice = {}): Hits => {
  const times = ({ operation, fault }: Pick<Point, 'operation' | 'fault'>): number =>
    fired.filter((point) => point.operation === operation && point.fault === fault).length
  const combinations = combinationsOf(choice)
  return Object.fromEntries(
    [...new Set(combinations.map(({ operation }) => operation))].map((operation) => [
      operation,
      Object.fromEntries(
        combinations
          .filter((each) => each.operation === operation)
          .map((each) => [each.fault, times(each)]),
      ),
    ]),
  )
}

/** Combinations that fired less often than the plan has each of them, at the least. */
export const shortOf = (
  fired: readonly Point[],
  least: number,
  choice: Choice = {},
): readonly string[] =>
  Object.entries(hitsOf(fired, choice)).flatMap(([operation, faults]) =>
    Object.entries(faults)
      .filter(([, times]) => times < least)
      .map(([fault, times]) => `${operation} ${fault} fired ${times} times of ${least}`),
  )

const row = (name: string, cells: readonly string[]): string =>
  `  ${name.padEnd(20)} ${cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0)).join('  ')}`

export const tableOf = (hits: Hits): readonly string[] => [
  row('fired', columns),
  ...Object.entries(hits).map(([operation, faults]) =>
    row(
      operation,
      columns.map((fault) => faults[fault]?.toString() ?? '·'),
    ),
  ),
]

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** "1 Dec 2026", UTC. */
export const dayText = (instant: string): string =>
  `${Number(instant.slice(8, 10))} ${months[Number(instant.slice(5, 7)) - 1] ?? ''} ${instant.slice(0, 4)}`

/** "19 %", "7.7 %". */
export const percentText = (basisPoints: number): string => `${basisPoints / 100} %`

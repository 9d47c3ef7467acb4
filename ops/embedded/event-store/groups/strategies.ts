import { hasRoom, type Seat } from './consumer.ts'
import { correlationOf, createPinning, streamOfMessage } from './pinning.ts'
import type { StrategyName } from './settings.ts'
import type { Strategy } from './strategy.ts'

/** Goes round the consumers; `moveOn` says whether one that was chosen goes to the end of the line. */
const inTurn = (moveOn: boolean): Strategy => {
  const line: Seat[] = []
  const toEnd = (): void => {
    const [first] = line.splice(0, 1)
    if (first !== undefined) line.push(first)
  }
  return {
    join: (seat) => void line.push(seat),
    leave: (seat) => void line.splice(line.indexOf(seat), 1),
    choose: () => {
      for (let tried = 0; tried < line.length; tried++) {
        const [first] = line
        const chosen = first !== undefined && hasRoom(first) ? first : undefined
        if (chosen === undefined || moveOn) toEnd()
        if (chosen !== undefined) return chosen
      }
      return undefined
    },
    done: () => {},
  }
}

/** A new strategy, which knows no consumer yet. */
export const createStrategy = (name: StrategyName): Strategy => {
  switch (name) {
    case 'RoundRobin':
      return inTurn(true)
    case 'DispatchToSingle':
      return inTurn(false)
    case 'Pinned':
      return createPinning(streamOfMessage)
    case 'PinnedByCorrelation':
      return createPinning(correlationOf)
  }
}

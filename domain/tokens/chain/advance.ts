import { higher, lower, numberOf, type LinkedBlock } from './block.ts'
import type { ChainEvent } from './chain-events.ts'
import { headOf, type Following } from './cursor.ts'
import type { SeenEntry } from './entry-events.ts'

/** What has come to rest, as the policy of the chain has it: numbers of blocks. */
export type Rest = { readonly safe: bigint; readonly finalised: bigint }

export type Advance = {
  readonly type: 'Advance'
  /** On top of the head, the lowest first; none when only what is there has come to rest. */
  readonly blocks: readonly LinkedBlock[]
  readonly entries: readonly SeenEntry[]
  readonly rest: Rest
  /** So many blocks are kept at most. */
  readonly keep: number
}

/** Each block is the child of the one before. */
export const joinsOn = (head: LinkedBlock, blocks: readonly LinkedBlock[]): boolean =>
  blocks.every((block, index) => {
    const below = blocks[index - 1] ?? head
    return block.parentHash === below.hash && numberOf(block) === numberOf(below) + 1n
  })

/** What does not join on to the head is not believed: it is looked at again. */
export const advance = (
  { blocks, entries, rest, keep }: Advance,
  state: Following,
  fact: { readonly chain: string; readonly at: string },
): readonly ChainEvent[] => {
  const before = headOf(state)
  if (!joinsOn(before, blocks)) return []
  const head = blocks.at(-1)
  const top = numberOf(head ?? before)
  const finalised = higher(state.finalised, lower(rest.finalised, top))
  const safe = higher(state.safe, higher(finalised, lower(rest.safe, top)))
  if (head === undefined && finalised === state.finalised && safe === state.safe) return []
  const kept = higher(finalised, top - BigInt(keep))
  const open = [
    ...state.open,
    ...entries.map(({ entryId, block }) => ({ entryId, number: numberOf(block) })),
  ]
  const ids = (isMeant: (number: bigint) => boolean): string[] =>
    open.filter(({ number }) => isMeant(number)).map(({ entryId }) => entryId)
  const data = {
    ...fact,
    head: head ?? before,
    blocks: blocks.slice(0, -1).filter((block) => numberOf(block) >= kept),
    kept: kept.toString(),
    seen: [...entries],
    safe: safe.toString(),
    finalised: finalised.toString(),
    madeSafe: ids((number) => number > finalised && number <= safe && number > state.safe),
    madeFinal: ids((number) => number <= finalised),
  }
  return [{ type: 'ChainAdvanced', data }]
}

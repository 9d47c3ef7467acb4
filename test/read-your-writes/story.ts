import { setImmediate as turn } from 'node:timers/promises'
import fc from '../kit/fast-check.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { generations, groups, type Generation, type Group, type World } from './world.ts'

/** What happens next. Questions run on beside whatever comes after them. */
export type Deed =
  | { readonly do: 'append'; readonly client: number; readonly size: bigint }
  | {
      readonly do: 'project'
      readonly generation: Generation
      readonly group: Group
      readonly percent: number
    }
  | { readonly do: 'tell' | 'tell-late' | 'deliver' }
  | { readonly do: 'promote'; readonly caughtUp: boolean }
  | { readonly do: 'restart' }
  | { readonly do: 'replace'; readonly reader: number }
  | {
      readonly do: 'ask'
      readonly client: number
      readonly reader: number
      readonly waitMs: number
    }

const clients = 2
const readers = 2
/** Who waits for so long is answered: everything is projected and told at the end of the story. */
const patientMs = 30_000

const client = fc.nat({ max: clients - 1 })

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('append'), client, size: fc.bigInt(1n, 50n) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('project'),
      generation: fc.constantFrom(...generations),
      group: fc.constantFrom(...groups),
      percent: fc.constantFrom(100, 100, 50, 1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'tell' as const,
        'tell' as const,
        'tell-late' as const,
        'deliver' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('promote'), caughtUp: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('replace'), reader: fc.nat({ max: readers - 1 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('ask'),
      client,
      reader: fc.nat({ max: readers - 1 }),
      waitMs: fc.constantFrom(0, 2, patientMs, patientMs),
    }),
  },
)

export const story = fc.array(deed, { minLength: 4, maxLength: 14 })

/**
 * Plays one story. Throws when a client that passes its token is shown an older state than it has written or seen, when
 * an answer claims more than the rows hold, or when a patient question is answered stale.
 */
export const play = async (world: World, bus: Bus, deeds: readonly Deed[]): Promise<void> => {
  const positions = Array.from({ length: readers }, () => world.positions())
  const tokens = Array.from({ length: clients }, () => 0n)
  const asked: Promise<void>[] = []

  const ask = async (who: number, reader: number, waitMs: number): Promise<void> => {
    const token = tokens[who] ?? 0n
    const follower = positions[reader]
    if (follower === undefined) return
    const position = await world.ask(follower, token, waitMs)
    const stillRuns = positions[reader] === follower
    if (position === undefined && waitMs === patientMs && stillRuns)
      throw new Error('a patient one was let down')
    // What was seen counts as what was written: nothing older is to be seen after it.
    if (position !== undefined && position > (tokens[who] ?? 0n)) tokens[who] = position
  }

  const happen = async (one: Deed): Promise<void> => {
    switch (one.do) {
      case 'append':
        tokens[one.client] = world.append(one.size)
        return
      case 'project':
        return world.project(one.generation, one.group, one.percent)
      case 'tell': {
        world.tell()
        return
      }
      case 'tell-late': {
        world.tellLate()
        return
      }
      case 'deliver':
        await bus.flush()
        await turn()
        return
      case 'promote':
        return world.promote(one.caughtUp)
      case 'restart':
        return world.restart()
      case 'replace': {
        // Who asked the one that ends is answered with what it knows: rows, or that they are stale.
        positions[one.reader]?.close()
        positions[one.reader] = world.positions()
        return
      }
      case 'ask': {
        const question = ask(one.client, one.reader, one.waitMs)
        // It is looked at in the end; until then its failure is no stranger's business.
        question.catch(() => undefined)
        asked.push(question)
        return
      }
      default:
        return one satisfies never
    }
  }

  try {
    for (const one of deeds) await happen(one)
    await world.catchUp()
    await Promise.all(asked)
  } finally {
    for (const follower of positions) follower.close()
  }
}

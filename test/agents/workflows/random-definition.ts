import type { z } from 'zod'
import type { Definition } from '../../../domain/agents/workflows/definition.ts'
import type { Choose } from '../../kit/virtual-time.ts'

type Text = z.input<typeof Definition>
type Step = Record<string, unknown>

const values = (before: readonly string[], choose: Choose): unknown => {
  const key = before[choose(Math.max(1, before.length))]
  return key === undefined || choose(2) === 0
    ? choose(5)
    : { $from: `steps.${key}.output`, $default: null }
}

/** Any workflow that passes the checks: blocks in blocks, any order among the steps of a block, any fate of a tool. */
export const randomDefinition = (choose: Choose, within?: string): Text => {
  let count = 0
  const leaf = (key: string, before: readonly string[]): Step => {
    const more = {
      ...(choose(3) === 0 ? { retries: choose(3) } : {}),
      ...(choose(2) === 0 ? { compensate: undoing(choose) } : {}),
    }
    switch (choose(within === undefined ? 6 : 7)) {
      case 0:
        return { key, kind: 'TIMER', seconds: 1 + choose(4_000) }
      case 1:
        return { key, kind: 'TOOL', tool: 'wait', input: { ms: 1 + choose(100_000) }, ...more }
      case 2:
        return { key, kind: 'TOOL', tool: 'refuse', input: { times: choose(4) }, ...more }
      case 3:
        return { key, kind: 'TOOL', tool: 'mumble', input: { value: choose(3) }, ...more }
      case 6:
        return {
          ...{ key, kind: 'SUBWORKFLOW', input: {} },
          workflow: { definitionId: within, version: 1 },
          ...more,
        }
      default:
        return {
          key,
          kind: 'TOOL',
          tool: 'give',
          input: { value: values(before, choose) },
          ...more,
        }
    }
  }
  const block = (depth: number, inOrder: boolean, outer: readonly string[]): Step[] => {
    const keys: string[] = []
    return Array.from({ length: 1 + choose(3) }, () => {
      const key = `s${(count += 1)}`
      const needs = choose(2) === 0 ? keys.filter(() => choose(2) === 0) : undefined
      const surely = needs ?? (inOrder ? keys.slice(-1) : [])
      const step = one(key, depth, [...outer, ...surely])
      keys.push(key)
      return { ...step, ...(needs === undefined ? {} : { needs }) }
    })
  }
  const one = (key: string, depth: number, before: readonly string[]): Step => {
    switch (depth === 0 ? 9 : choose(8)) {
      case 0:
        return { key, kind: 'PARALLEL', steps: block(depth - 1, false, before) }
      case 1:
        return {
          ...{ key, kind: 'CONDITION', if: { of: values(before, choose), is: 'LESS', to: 3 } },
          then: block(depth - 1, true, before),
          ...(choose(2) === 0 ? { else: block(depth - 1, true, before) } : {}),
        }
      case 2:
        return {
          ...{ key, kind: 'LOOP', atMost: 1 + choose(3) },
          steps: block(depth - 1, true, before),
          until: { of: values(before, choose), is: 'EQUAL', to: 1 },
        }
      default:
        return leaf(key, before)
    }
  }
  const onFailure = choose(4) === 0 ? ({ onFailure: 'SUSPEND' } as const) : {}
  // What it is made of is checked by whoever publishes it.
  return { title: 'Any', steps: block(2, true, []), ...onFailure }
}

/** Some things cannot be taken back however often it is tried. */
const undoing = (choose: Choose) =>
  choose(5) === 0
    ? { tool: 'refuse', input: { times: choose(7) } }
    : { tool: 'give', input: { value: choose(3) } }

import { z } from 'zod'
import { defineTool, type Tool, type ToolUse } from '../../../commands/agents/tools/tool.ts'

/** What tools did, each thing once however often it was asked for. */
export const createTools = (nowMs: () => number) => {
  const deeds: string[] = []
  const known = new Set<string>()
  const begun = new Map<string, number>()
  const once = (use: ToolUse): void => {
    if (known.has(use.deed)) return
    known.add(use.deed)
    deeds.push(use.deed)
  }
  const input = z.strictObject({ value: z.unknown().optional() })
  const output = z.strictObject({ value: z.unknown() })
  const tools: readonly Tool[] = [
    defineTool({
      ...{ name: 'give', does: 'Gives what it is given.', input, output },
      run: async ({ value }, use) => {
        once(use)
        return { kind: 'done', output: { value: value ?? null } }
      },
    }),
    defineTool({
      ...{ name: 'refuse', does: 'Refuses its first attempts.', output },
      input: z.strictObject({ times: z.int() }),
      run: async ({ times }, use) => {
        const attempt = Number(use.deed.split('~').at(-1)) || 1
        if (attempt <= times) return { kind: 'refused', code: 'NOT_TODAY', message: 'Not today.' }
        once(use)
        return { kind: 'done', output: { value: attempt } }
      },
    }),
    defineTool({
      ...{ name: 'wait', does: 'Takes its time.', output },
      input: z.strictObject({ ms: z.int() }),
      run: async ({ ms }, use) => {
        const since = begun.get(use.deed) ?? nowMs()
        begun.set(use.deed, since)
        const left = since + ms - nowMs()
        if (left > 0) return { kind: 'waiting', askAgainInMs: left }
        once(use)
        return { kind: 'done', output: { value: ms } }
      },
    }),
    defineTool({
      ...{ name: 'mumble', does: 'Is not understood the first time.', input, output },
      run: async ({ value }, use) => {
        const isFirst = !known.has(use.deed)
        once(use)
        return isFirst ? { kind: 'unknown' } : { kind: 'done', output: { value: value ?? null } }
      },
    }),
    defineTool({
      ...{ name: 'lie', does: 'Gives what is not of its form.', input },
      output: z.strictObject({ truth: z.literal(true) }),
      // The worst that a tool can do.
      run: async () => ({ kind: 'done', output: { truth: false as true } }),
    }),
  ]
  return { deeds, tools, toolOf: (name: string) => tools.find((tool) => tool.name === name) }
}

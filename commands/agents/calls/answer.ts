import { z } from 'zod'
import type { LlmMessage, Prompt } from '../../../domain/agents/prompts/prompt.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { issuesOf } from '../../shared/issues.ts'

export type ReadAnswer =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly why: string }

/** Models like to put JSON between fences, or a sentence before it. */
const jsonIn = (text: string): string => {
  const [, fenced] = /```(?:json)?\s*([\s\S]*?)```/.exec(text) ?? []
  if (fenced !== undefined) return fenced
  const first = text.search(/[[{]/)
  const last = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'))
  return first === -1 || last < first ? text : text.slice(first, last + 1)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(jsonIn(text))
    } catch {
      return undefined
    }
  }
}

/** The answer in the form that the prompt asks for; text is taken as it is. */
export const readAnswer = ({ answer: form }: Prompt, text: string): ReadAnswer => {
  if (form === undefined) return { ok: true, answer: text }
  const value = parsed(text)
  if (value === undefined) return { ok: false, why: 'It is not JSON.' }
  const read = form.safeParse(value)
  if (read.success) return { ok: true, answer: read.data }
  const issues = issuesOf(read.error).map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`)
  return { ok: false, why: issues.slice(0, 10).join('\n') }
}

export const schemaOf = ({ answer: form }: Prompt): Json | undefined =>
  form === undefined
    ? undefined
    : // What zod writes is JSON.
      (z.toJSONSchema(form, { io: 'input', unrepresentable: 'any' }) as Json)

/** The same question again, with the answer that did not do and what is wrong with it. */
export const repairing = (
  messages: readonly LlmMessage[],
  answer: string,
  why: string,
): readonly LlmMessage[] => [
  ...messages,
  { role: 'assistant', content: answer },
  {
    role: 'user',
    content: `That answer does not have the form that was asked for:\n${why}\nAnswer again, with nothing but JSON in that form.`,
  },
]

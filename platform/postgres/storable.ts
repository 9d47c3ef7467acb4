import type { FieldIssue } from '../../domain/shared/rejection.ts'
import { pointerStep } from '../errors/pointer.ts'

/** Postgres keeps no U+0000, and half of a surrogate pair has no UTF-8: such texts could never be read back. */
const unstorable = /[\0\p{Surrogate}]/u

const issueAt = (pointer: string): FieldIssue => ({
  pointer,
  code: 'invalid_format',
  detail: 'A text may hold neither U+0000 nor half of a surrogate pair.',
})

/** Every text of a JSON value, a member's name too, that no row could hold. Takes any depth. */
export const unstorableTexts = (input: unknown): readonly FieldIssue[] => {
  const found: FieldIssue[] = []
  const open: { readonly value: unknown; readonly at: string }[] = [{ value: input, at: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, at } = next
    if (typeof value === 'string') {
      if (unstorable.test(value)) found.push(issueAt(at))
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        const pointer = at + pointerStep(name)
        if (unstorable.test(name)) found.push(issueAt(pointer))
        open.push({ value: member, at: pointer })
      }
    }
  }
  return found
}

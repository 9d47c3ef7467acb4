import { z } from 'zod'
import { invalid } from '../core/errors.ts'
import type { Form } from './form.ts'

/** Parameters as the API declares them. What is not declared is refused, as the vendor refuses it. */
export const text = z.string().min(1).max(5000)
export const integer = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
/** The API's largest amount: eight digits. */
export const amount = integer.refine((value) => value >= 1 && value <= 99_999_999)
export const currency = z.string().regex(/^[a-z]{3}$/)
export const bool = z.enum(['true', 'false']).transform((value) => value === 'true')
export const metadata = z.record(z.string().max(40), z.string().max(500))
export const expand = z.array(z.string()).max(20)
const since = z.strictObject({
  gte: integer.optional(),
  gt: integer.optional(),
  lte: integer.optional(),
  lt: integer.optional(),
})

/** What every listing takes. */
export const listing = {
  limit: integer.refine((value) => value >= 1 && value <= 100).optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: since.optional(),
  expand: expand.optional(),
}

const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('')

/** Parameters that fail are refused before anything begins: nothing is kept under the key. */
export const read = <Shape extends z.ZodType>(shape: Shape, form: Form): z.output<Shape> => {
  const parsed = shape.safeParse(form)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path ?? []
  if (issue?.code === 'unrecognized_keys') {
    const param = nameOf([...path, issue.keys[0] ?? ''])
    throw invalid(`Received unknown parameter: ${param}`, {
      code: 'parameter_unknown',
      param,
      executed: false,
    })
  }
  const param = nameOf(path)
  const [first] = path
  const absent = first !== undefined && !(String(first) in form)
  throw invalid(absent ? `Missing required param: ${param}.` : `Invalid value for ${param}`, {
    code: absent ? 'parameter_missing' : 'parameter_invalid_value',
    param,
    executed: false,
  })
}

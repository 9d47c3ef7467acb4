import parseExpression from 'spdx-expression-parse'
import { z } from 'zod'

const isExpression = (text: string): boolean => {
  try {
    parseExpression(text)
    return true
  } catch {
    return false
  }
}

/** An SPDX licence expression (spdx.dev, annex D): ids of the list, `LicenseRef-…` for a licence of one's own. */
export const Licence = z
  .string()
  .min(1)
  .max(120)
  .refine(isExpression, { message: 'an SPDX licence expression is expected, such as Apache-2.0' })

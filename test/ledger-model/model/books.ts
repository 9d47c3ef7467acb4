/**
 * The model's own books, in plain numbers: debits less credits by account. Nothing here, or in the files beside it, knows the
 * domain's code: what is the same in both is the rule, not its wording.
 */
export type Books = { readonly sums: Map<string, number>; readonly touched: Set<string> }

export const createBooks = (): Books => ({ sums: new Map(), touched: new Set() })

const put = ({ sums, touched }: Books, account: string, amount: number): void => {
  if (amount === 0) return
  sums.set(account, (sums.get(account) ?? 0) + amount)
  touched.add(account)
}

/** One leg on each side. */
export const book = (books: Books, debited: string, credited: string, amount: number): void => {
  put(books, debited, amount)
  put(books, credited, -amount)
}

/** What the model says of a wish: it is refused, there is nothing to do, or it is done. */
export type Verdict = 'refused' | 'nothing' | 'done'

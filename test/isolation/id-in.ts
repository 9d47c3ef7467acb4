export type Body = Readonly<Record<string, unknown>>

/** An id of what was made, as the answer names it. */
export const idIn = (body: Body, name: string): string => {
  const id = body[name]
  if (typeof id !== 'string') throw new Error(`no ${name} in ${JSON.stringify(body)}`)
  return id
}

const isToken = (token: string): boolean => /^[^\s.*>]+$/.test(token)

/** Throws for what NATS would refuse as a subject to publish to. */
export const requireSubject = (subject: string): void => {
  if (!subject.split('.').every(isToken)) throw new Error(`"${subject}" is not a subject`)
}

/** Throws for what NATS would refuse as a subject to listen to. */
export const requirePattern = (pattern: string): void => {
  const tokens = pattern.split('.')
  const fits = (token: string, index: number): boolean =>
    token === '*' || (token === '>' && index === tokens.length - 1) || isToken(token)
  if (!tokens.every(fits)) throw new Error(`"${pattern}" is not a pattern of subjects`)
}

export const requireBelow = (prefix: string, subject: string): void => {
  requireSubject(subject)
  if (!subject.startsWith(`${prefix}.`)) throw new Error(`"${subject}" is not below "${prefix}"`)
}

/** Whether a valid pattern covers a valid subject. */
export const covers = (pattern: string, subject: string): boolean => {
  const wanted = pattern.split('.')
  const given = subject.split('.')
  if (wanted.at(-1) === '>') {
    if (given.length < wanted.length) return false
    wanted.pop()
  } else if (given.length !== wanted.length) return false
  return wanted.every((token, index) => token === '*' || token === given[index])
}

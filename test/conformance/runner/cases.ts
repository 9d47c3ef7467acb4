/** What became of a case. */
export type Case = {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  readonly reason?: string
}

type Open = {
  readonly depth: number
  readonly name: string
  parted: boolean
  failedWithin: boolean
}

const result = /^( *)(not )?ok \d+(?: - (.*?))?(?: # (?:time=\S+|(SKIP|TODO)\b ?(.*)))?(?: *\{)?$/

const indent = 4

/**
 * The cases in what a test file printed (TAP 14, as tap writes it): a test without tests in it is a case. A failure
 * outside of any case, such as that of a file which could not start, is a case of its own.
 */
export const casesIn = (output: string): readonly Case[] => {
  const cases: Case[] = []
  const open: Open[] = []
  const nameOf = (name: string): string => [...open.map((test) => test.name), name].join(' › ')

  const close = (failed: boolean): void => {
    const test = open.pop()
    if (test === undefined) return
    const parent = open.at(-1)
    if (failed && parent !== undefined) parent.failedWithin = true
    // What failed inside has been told of; the test that holds it fails with it.
    if (test.parted && !(failed && !test.failedWithin)) return
    cases.push({ name: nameOf(test.name), outcome: failed ? 'failed' : 'passed' })
  }

  for (const line of output.split('\n')) {
    const begun = /^( *)# Subtest: (.*)$/.exec(line)
    if (begun !== null) {
      const parent = open.at(-1)
      if (parent !== undefined) parent.parted = true
      const depth = (begun[1] ?? '').length / indent
      open.push({ depth, name: begun[2] ?? '', parted: false, failedWithin: false })
      continue
    }
    const told = result.exec(line)
    if (told === null) continue
    const [, spaces = '', not, name = '', directive, reason = ''] = told
    const depth = spaces.length / indent
    const test = open.at(-1)
    if (directive !== undefined) {
      if (test !== undefined) test.parted = true
      cases.push({ name: nameOf(name), outcome: 'skipped', reason })
    } else if (test?.depth === depth) close(not !== undefined)
    else if (not !== undefined && test === undefined) cases.push({ name, outcome: 'failed' })
  }
  // What was under way when the output ended did not finish.
  while (open.length > 0) close(true)
  return cases
}

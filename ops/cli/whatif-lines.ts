import type { Compared, WhatIf } from '../whatif/what-if.ts'
import type { RunStep } from '../whatif/rerun.ts'
import type { Decided } from '../whatif/steps.ts'
import { asJson } from './say.ts'

const decidedLine = (decided: Decided): string => {
  switch (decided.do) {
    case 'request':
      return `request ${decided.kind} ${asJson(decided.effect)}`
    case 'abandon':
      return `abandon ${decided.kind}`
    case 'schedule':
      return `schedule ${decided.name} for ${decided.dueAt}`
    case 'unschedule':
      return `unschedule ${decided.name}`
    case 'park':
      return `park it: ${decided.code} ${decided.detail}`
    case 'end':
      return `end ${decided.outcome}`
  }
}

const side = (mark: '-' | '+', step: RunStep | undefined): readonly string[] => {
  if (step === undefined) return [`  ${mark} not told of it`]
  const because = step.because === undefined ? '' : `  (${step.because})`
  const lines = step.decided.map(decidedLine)
  return (lines.length === 0 ? ['nothing'] : lines).map((line) => `  ${mark} ${line}${because}`)
}

const stepLines = ({ was, would, same }: Compared): readonly string[] => {
  const step = was ?? would
  if (step === undefined) return []
  const head = `${same ? ' ' : '!'} ${step.revision?.toString() ?? '-'}  ${step.told}  ${step.at}`
  if (same) return [head]
  const later = would !== undefined && was !== undefined && was.at !== would.at
  return [later ? `${head} -> ${would.at}` : head, ...side('-', was), ...side('+', would)]
}

/** Both runs, message by message: `!` and both decisions where they part. */
export const whatIfLines = ({
  stream,
  changed,
  differs,
  steps,
  was,
  would,
  stateChanges,
}: WhatIf): readonly string[] => [
  `${stream}, with ${changed}`,
  ...steps.flatMap(stepLines),
  `ended  ${was.ended ?? 'not yet'} -> ${would.ended ?? 'not yet'}`,
  ...(would.waitsFor.length === 0
    ? []
    : [`stands still: nobody knows what would have come of ${would.waitsFor.join(', ')}`]),
  ...stateChanges.map(
    ({ pointer, before, after }) =>
      `  ${pointer}  ${asJson(before ?? null)} -> ${asJson(after ?? null)}`,
  ),
  differs ? 'it would have gone otherwise' : 'it would have gone the same way',
]

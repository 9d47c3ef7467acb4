import type { Answer } from '../circuits/answer.ts'
import type { ToolOutcome } from './tool.ts'

const askAgainInMs = 2000

/** What a question comes to, as a tool says it; what is not to be had just now is asked again. */
export const outcomeOf = <View>(answer: Answer<View>): ToolOutcome<View> => {
  if (answer.kind === 'answered') return { kind: 'done', output: answer.view }
  const { code, detail } = answer.failure
  return code === 'UNAVAILABLE'
    ? { kind: 'waiting', askAgainInMs }
    : { kind: 'refused', code, message: detail }
}

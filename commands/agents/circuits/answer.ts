import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { NotDone } from '../../../platform/circuits/desk.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { allows, type CommandContext } from '../../shared/context.ts'

/** What a question about circuits comes to; nothing is written by asking. */
export type Answer<View> =
  | { readonly kind: 'answered'; readonly view: View }
  | { readonly kind: 'failed'; readonly failure: Failure }

export const answered = <View>(view: View): Answer<View> => ({ kind: 'answered', view })
export const failed = (failure: Failure): Answer<never> => ({ kind: 'failed', failure })

export const rejected = ({ rejected: code, detail, issues }: Rejection): Answer<never> =>
  failed({ code, detail, ...(issues === undefined ? {} : { issues }) })

export const notDone = (outcome: NotDone): Answer<never> => {
  switch (outcome.kind) {
    case 'invalid': {
      const { code, message, line, column } = outcome.diagnostic
      const pointer = code === 'QASM_INPUT' ? '/inputs' : '/source'
      return failed({
        code: code === 'QASM_TOO_MANY_QUBITS' ? 'TOO_MANY_QUBITS' : 'INVALID_CIRCUIT',
        detail: `line ${String(line)}, column ${String(column)}: ${message}`,
        issues: [{ pointer, code, detail: message, line, column }],
      })
    }
    case 'too-large':
      return failed({
        code: 'INVALID_CIRCUIT',
        detail: `The program is too large: ${outcome.reason}.`,
      })
    case 'failed':
      return failed({
        code: 'UNAVAILABLE',
        detail: `The circuit could not be worked on: ${outcome.message}`,
      })
    default:
      return outcome satisfies never
  }
}

/** Why the caller may not ask. */
export const refusal = (context: CommandContext, scope: string): Answer<never> | undefined =>
  allows(context, scope)
    ? undefined
    : failed({ code: 'FORBIDDEN', detail: `This takes the scope ${scope}.` })

import { z } from 'zod'
import { ActionOutcome, operatorAction } from '../../domain/operations/operator-action.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** What came of an operator's action. The first that is said stands. */
export const finishAction = defineCommand({
  name: 'operations.finish-action',
  input: z.strictObject({ actionId: Id, outcome: ActionOutcome, detail: z.string() }),
  scope: '*',
  run: async ({ actionId, outcome, detail }, { change }) => {
    const command = { type: 'FinishAction', actionId, outcome, detail } as const
    const changed = await change(operatorAction, actionId, command)
    return 'stream' in changed ? { answer: { actionId }, changed } : changed
  },
})

import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  actionsOfHub,
  OperatorActionName,
  type Performer,
} from '../../domain/operations/actions.ts'
import {
  ActionParameters,
  operatorAction,
  Reason,
  Subject,
  type RequestAction,
} from '../../domain/operations/operator-action.ts'
import { Sha256 } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'

/** What names a dry run: the same lines, the same hash. */
export const previewOf = (would: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(would)).digest('hex')

const Input = z.strictObject({
  action: z.enum(actionsOfHub),
  subject: Subject,
  reason: Reason,
  parameters: ActionParameters.default({}),
  confirm: Subject.exactOptional(),
  preview: Sha256.exactOptional(),
})

type Wish = Omit<z.output<typeof Input>, 'action'> & { readonly action: OperatorActionName }

/** As many lines of a dry run as an event takes. */
const mostLines = 50

const request =
  (performer: Performer, isPreviewed: boolean) => async (wish: Wish, tools: CommandTools) => {
    const { preview: previewSeen, ...asked } = wish
    const { operations } = tools.services
    const actionId = derivedId(tools.context.commandId, 'action')
    const created = await tools.create(operatorAction, actionId, async () => {
      const dry = isPreviewed ? await operations.preview(asked) : { would: [] }
      if ('code' in dry) return dry
      const would = dry.would.slice(0, mostLines).map((line) => line.slice(0, 500))
      const command: RequestAction = {
        ...asked,
        ...{ type: 'RequestAction', actionId, performer, would },
        ...(isPreviewed ? { preview: previewOf(would) } : {}),
        ...(previewSeen === undefined ? {} : { previewSeen }),
      }
      return { command }
    })
    return 'stream' in created ? { answer: { actionId }, changed: created } : created
  }

/** Asks the hub to do something for an operator. What would happen is looked at first, and kept. */
export const requestAction = defineCommand({
  name: 'operations.request-action',
  input: Input,
  scope: 'operations:write',
  run: request('HUB', true),
})

/** Puts on record what a program on the hub's machine is about to do; what has no dry run is recorded without. */
export const recordAction = defineCommand({
  name: 'operations.record-action',
  input: Input.extend({ action: OperatorActionName }),
  scope: '*',
  run: async (wish, tools) => {
    const isPreviewed = actionsOfHub.includes(wish.action)
    return request('CLI', isPreviewed)(wish, tools)
  },
})

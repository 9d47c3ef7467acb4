import { z } from 'zod'
import { app, type AppCommand } from '../../domain/catalog/app.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownApp } from './own.ts'

export const OfApp = z.strictObject({ appId: Id })

/** A change of an app by who develops it. */
export const changeOfApp = <Input extends z.ZodType<{ readonly appId: string }>>(
  name: string,
  input: Input,
  commandFor: (input: z.output<Input>) => AppCommand,
) =>
  defineCommand({
    name,
    input,
    scope: 'catalog:write',
    run: async (given, tools) => {
      const { appId } = given
      const own = await ownApp(tools, appId)
      if (isRejection(own)) return own
      const changed = await tools.change(app, appId, commandFor(given))
      return 'stream' in changed ? { answer: { appId }, changed } : changed
    },
  })

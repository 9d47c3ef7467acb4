import { z } from 'zod'
import { Id } from '../../../domain/shared/values.ts'
import {
  Recommendation,
  RecommendationInput,
  recommendDevice as recommend,
} from '../circuits/recommend.ts'
import { outcomeOf } from './outcome-of.ts'
import { defineTool } from './tool.ts'

/** The best one is said by itself, for the step that submits to it. Where none would take it, that is a refusal. */
export const recommendDevice = defineTool({
  name: 'recommendDevice',
  does: 'Orders the devices that would take a circuit by errors, wait and price, with reasons.',
  input: RecommendationInput,
  output: Recommendation.extend({ deviceId: Id, reasons: z.array(z.string().max(500)).max(8) }),
  run: async (input, { services, context, actor }) => {
    const outcome = outcomeOf(await recommend(services, { ...context, actor }, input))
    if (outcome.kind !== 'done') return outcome
    const [best] = outcome.output.devices
    if (best === undefined) {
      const why = outcome.output.excluded.map(({ name, reason }) => `${name}: ${reason}`).join(' ')
      return {
        kind: 'refused',
        code: outcome.output.excluded[0]?.code ?? 'NOT_FOUND',
        message: `No device would take it. ${why}`.trim().slice(0, 1000),
      }
    }
    const { deviceId, reasons } = best
    return { kind: 'done', output: { ...outcome.output, deviceId, reasons } }
  },
})

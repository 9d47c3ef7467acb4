import { quote } from '../../domain/jobs/quote.ts'
import { isRejection, reject } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { prepare, Work } from './prepare.ts'

/** A binding price for one piece of work: the job costs at most this, whatever the price book says by then. */
export const issueQuote = defineCommand({
  name: 'quotes.issue',
  input: Work,
  scope: 'jobs:write',
  run: async (work, tools) => {
    const { context, services } = tools
    if (context.organisation === undefined)
      return reject('FORBIDDEN', 'A quote is for an organisation; act for one.')
    const prepared = await prepare(work, tools)
    if (isRejection(prepared) || 'code' in prepared) return prepared
    const quoteId = derivedId(context.commandId, 'quote')
    const { programHash, price, estimate, estimatedSeconds } = prepared
    const { deviceId, shots } = work
    const offer = {
      quoteId,
      organisation: context.organisation,
      deviceId,
      programHash,
      shots,
      price,
      estimate,
      maximumCost: estimate,
      estimatedSeconds,
    }
    const changed = await tools.change(quote, quoteId, {
      type: 'IssueQuote',
      offer,
      validForSeconds: services.policy.quoteValidForSeconds,
    })
    if (!('stream' in changed)) return changed
    if (changed.state.kind === 'absent')
      return { answer: { quoteId, ...offer, expiresAt: undefined }, changed }
    return { answer: { ...changed.state.offer, expiresAt: changed.state.expiresAt }, changed }
  },
})

import { z } from 'zod'
import { dirname, join } from 'node:path'
import { simulatorKey } from '../../embedded/payments/keys.ts'
import { lastPortOf, urlOf } from '../../embedded/payments/run.ts'
import type { Stage } from '../stage.ts'
import { Broken } from '../expect.ts'

const Books = z.looseObject({
  objects: z.array(
    z.looseObject({
      id: z.string(),
      object: z.string(),
      metadata: z.record(z.string(), z.string()).optional(),
    }),
  ),
})

/** What banks and customers do at the simulated provider: the hub only hears of it. */
export const createBank = ({ outbox }: Stage) => {
  // It lies beside the outbox, in the hub's data.
  const payments = urlOf(lastPortOf(join(dirname(outbox), 'payments')))
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${payments}/_simulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${simulatorKey}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Broken(`the provider's ${path}: ${answer.status}`)
    return answer.json()
  }
  /** The provider's id of what the hub calls so. */
  const idOf = async (object: string, name: string, ours: string): Promise<string> => {
    const { objects } = Books.parse(await control('GET', 'books'))
    const found = objects.find((each) => each.object === object && each.metadata?.[name] === ours)
    if (found === undefined) throw new Broken(`the provider has no ${object} of ${ours}`)
    return found.id
  }
  const act = (id: string, deed: string, body: object = {}): Promise<unknown> =>
    control('POST', `objects/${id}/${deed}`, body)
  return {
    /** A customer tells their bank that they know nothing of a payment. */
    dispute: async (paymentId: string): Promise<void> => {
      await act(await idOf('payment_intent', 'paymentId', paymentId), 'dispute')
    },
    /** The bank decides a dispute, for the hub or against it. */
    decide: async (won: boolean): Promise<void> => {
      const { objects } = Books.parse(await control('GET', 'books'))
      const dispute = objects.find(({ object }) => object === 'dispute')
      await act(dispute?.id ?? '', 'decide', { agreed: won })
    },
    /** A payout reaches its bank. */
    payoutArrives: async (payoutId: string): Promise<void> => {
      await act(await idOf('payout', 'payoutId', payoutId), 'settle')
    },
  }
}
export type Bank = ReturnType<typeof createBank>

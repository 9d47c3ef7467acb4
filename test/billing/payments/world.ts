import { dirname, join } from 'node:path'
import { simulatorKey } from '../../../ops/embedded/payments/keys.ts'
import { lastPortOf, urlOf } from '../../../ops/embedded/payments/run.ts'
import { Refused } from '../../../ops/client/http-client.ts'
import type { Stage } from '../../../ops/demo/stage.ts'
import { eventually } from '../../servers/eventually.ts'

type Body = Readonly<Record<string, unknown>>

export const usd = (amount: string) => ({ amount, asset: 'USD/2' })

/** What somebody with cards does at the front doors, and what their bank does behind them. */
export const cardsOn = ({ http, graphql, outbox }: Stage, token: string) => {
  const send = async (method: string, path: string, body?: object, key?: string): Promise<Body> =>
    (await http.send(method, path, body, { token, ...(key === undefined ? {} : { key }) })).body
  const payment = async (paymentId: string): Promise<Body> =>
    (await http.get(`/v1/payments/${paymentId}`, { token })).body
  const simulator = urlOf(lastPortOf(join(dirname(outbox), 'payments')))
  const control = async (method: string, path: string, body: object = {}): Promise<unknown> => {
    const answer = await fetch(`${simulator}/_simulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${simulatorKey}` },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
    const told: unknown = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`)
    return told
  }
  const money = async (): Promise<{ readonly available: string; readonly held: string }> => {
    const { wallets } = await graphql<Wallets>(
      '{ wallets(first: 5) { edges { node { available { amount } held { amount } } } } }',
      {},
      token,
    )
    const node = wallets.edges[0]?.node
    return { available: node?.available.amount ?? '0', held: node?.held.amount ?? '0' }
  }
  return {
    send,
    payment,
    control,
    money,
    /** A test card of the simulator, saved. */
    saveCard: async (providerMethodId: string): Promise<Body> => {
      const { setupId } = await send('POST', '/v1/payment-method-setups', { providerMethodId })
      return send('POST', '/v1/payment-methods', { setupId })
    },
    /** Once the payment stands there. */
    becomes: (paymentId: string, status: string): Promise<Body> =>
      eventually(async () => {
        const seen = await payment(paymentId)
        return seen['status'] === status ? seen : undefined
      }),
    has: (available: string): Promise<unknown> =>
      eventually(async () => ((await money()).available === available ? true : undefined)),
    refusal: async (act: Promise<unknown>): Promise<string> => {
      try {
        await act
        return 'accepted'
      } catch (error) {
        if (error instanceof Refused) return error.code
        throw error
      }
    },
  }
}

type Amount = { readonly amount: string }
type Wallets = {
  readonly wallets: {
    readonly edges: readonly {
      readonly node: { readonly available: Amount; readonly held: Amount }
    }[]
  }
}

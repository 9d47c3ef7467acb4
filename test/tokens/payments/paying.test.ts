import type { Wallet } from 'ethers'
import t from 'tap'
import { paymentIdOf } from '../../../commands/jobs/payment-id.ts'
import { Refused } from '../../../ops/client/http-client.ts'
import { registerDevice } from '../../../ops/client/register-device.ts'
import { signUp, type Person } from '../../../ops/client/sign-up.ts'
import { ideal } from '../../../ops/demo/devices.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import type { TypedData } from '../../../platform/payments/objects.ts'
import { eventually } from '../../servers/eventually.ts'
import { startTestChain } from '../../servers/chain.ts'
import { startHubOnChain } from '../hub-on-chain.ts'

t.setTimeout(240_000)
const chain = await startTestChain()
t.teardown(chain.stop)
const stage = await startHubOnChain(chain)
t.teardown(stage.stop)
const { http, graphql, outbox } = stage
const operator = await makeOperator(stage.hub, http)
const ada = await signUp(http, outbox, 'ada', 'consumer')
const eve = await signUp(http, outbox, 'eve', 'consumer')
const paul = await signUp(http, outbox, 'paul', 'provider')

const one = 10n ** 18n
const wallet = await chain.account(1_000n * one)
const bell =
  'OPENQASM 2.0; include "qelib1.inc"; qreg q[2]; creg c[2]; h q[0]; cx q[0],q[1]; measure q -> c;'
const priced = [
  {
    version: '1',
    asset: 'QVT/18',
    validFrom: '2026-01-01T00:00:00.000Z',
    perTask: '2',
    perShot: '0.01',
  },
]
const deviceId = await registerDevice(http, paul, { ...ideal, name: 'In QVT', priceBook: priced })

type Body = Readonly<Record<string, unknown>>
const send = async (
  { token }: Pick<Person, 'token'>,
  method: string,
  path: string,
  body?: object,
): Promise<Body> => (await http.send(method, path, body, { token })).body
const refusal = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act
    return 'accepted'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}
/** Blocks come while it is waited for, a few a second: what is in one of them becomes final. */
const mining = { at: 0 }
const until = <Value>(ask: () => Promise<Value | undefined>): Promise<Value> =>
  eventually(async () => {
    const answer = await ask()
    if (answer === undefined && performance.now() - mining.at > 200) {
      mining.at = performance.now()
      await chain.mine(2)
    }
    return answer
  })
const balanceOf = async (address: string): Promise<bigint> => {
  const found = await readContract(chain.port, 'QVT', 'balanceOf', [address])
  if (found.kind !== 'found') throw new Error(JSON.stringify(found))
  return BigInt(found.value[0] ?? '0')
}
const challenge = async (who: Person, { address }: Wallet) => {
  const asked = await send(who, 'POST', '/v1/address-challenges', { chain: 'local', address })
  return {
    link: `/v1/address-challenges/${String(asked['challengeId'])}/link`,
    message: String(asked['message']),
  }
}
const linked = async (who: Person, by: Wallet): Promise<string> => {
  const { link, message } = await challenge(who, by)
  const signature = await by.signMessage(message)
  return String((await send(who, 'POST', link, { signature }))['addressId'])
}

const submitted = async (methodId: string, maximum: bigint) => {
  const answer = await send(ada, 'POST', '/v1/jobs', {
    ...{ source: bell, deviceId, shots: 100 },
    maximumCost: { amount: maximum.toString(), asset: 'QVT/18' },
    payWith: { paymentMethodId: methodId },
  })
  const jobId = String(answer['jobId'])
  return { jobId, paymentId: paymentIdOf(jobId) }
}
const payment = (paymentId: string): Promise<Body> =>
  http.get(`/v1/payments/${paymentId}`, { token: ada.token }).then(({ body }) => body)
const becomes = (paymentId: string, status: string): Promise<Body> =>
  until(async () => {
    const seen = await payment(paymentId).catch(() => undefined)
    return seen?.['status'] === status ? seen : undefined
  })
const toSign = async (paymentId: string): Promise<TypedData> => {
  await becomes(paymentId, 'REQUIRES_ACTION')
  const { action } = await send(ada, 'POST', `/v1/payments/${paymentId}/refresh`)
  // What the reference says of the answer.
  return (action as { readonly sign: TypedData }).sign
}
const signed = ({ domain, types, message }: TypedData, by: Wallet): Promise<string> => {
  const forms = Object.fromEntries(
    Object.entries(types).map(([name, fields]) => [name, [...fields]]),
  )
  return by.signTypedData(domain, forms, message)
}
const authorise = (paymentId: string, signature: string) =>
  send(ada, 'POST', `/v1/payments/${paymentId}/authorisation`, { signature })

const methodId = await linked(ada, wallet)

t.test('an address is linked by its own signature, once, to one organisation', async (t) => {
  const { link, message } = await challenge(ada, wallet)
  t.match(message, /wants you to sign in with your Ethereum account:\n0x/)
  const other = await chain.account()
  const wrong = await other.signMessage(message)
  t.equal(await refusal(send(ada, 'POST', link, { signature: wrong })), 'ADDRESS_PROOF_INVALID')
  const signature = await wallet.signMessage(message)
  t.equal(await refusal(send(eve, 'POST', link, { signature })), 'NOT_FOUND')
  const taken = await challenge(eve, wallet)
  const hers = { signature: await wallet.signMessage(taken.message) }
  t.equal(await refusal(send(eve, 'POST', taken.link, hers)), 'ADDRESS_TAKEN')

  const second = await challenge(ada, other)
  const proof = { signature: await other.signMessage(second.message) }
  const { addressId } = await send(ada, 'POST', second.link, proof)
  t.equal(await refusal(send(eve, 'DELETE', `/v1/addresses/${String(addressId)}`)), 'NOT_FOUND')
  await send(ada, 'DELETE', `/v1/addresses/${String(addressId)}`)
  t.equal(await refusal(send(ada, 'POST', second.link, proof)), 'ADDRESS_PROOF_INVALID', 'used')
  t.not(await linked(eve, other), addressId, 'it is free for others')

  const nowhere = { chain: 'nowhere', address: other.address }
  t.equal(await refusal(send(ada, 'POST', '/v1/address-challenges', nowhere)), 'CHAIN_UNKNOWN')
  const shown = await until(async () => {
    const { linkedAddresses } = await graphql<{
      linkedAddresses: { edges: { node: { address: string; addressId: string } }[] }
    }>(
      '{ linkedAddresses(first: 5) { edges { node { address addressId chain } } } }',
      {},
      ada.token,
    )
    return linkedAddresses.edges.length === 1 ? linkedAddresses.edges : undefined
  })
  t.match(shown, [{ node: { address: wallet.address, addressId: methodId } }])
})

t.test(
  'a job is paid in QVT: the most is held, what it cost is taken, the rest comes back',
  async (t) => {
    const [before, treasury] = [
      await balanceOf(wallet.address),
      await balanceOf(chain.treasury.address),
    ]
    const { jobId, paymentId } = await submitted(methodId, 10n * one)
    const sign = await toSign(paymentId)
    t.match(sign.message, { from: wallet.address, value: (10n * one).toString() })
    const stranger = await chain.account()
    const forged = authorise(paymentId, await signed(sign, stranger))
    t.equal(await refusal(forged), 'PAYMENT_SIGNATURE_INVALID')
    const signature = await signed(sign, wallet)
    t.equal(
      await refusal(send(eve, 'POST', `/v1/payments/${paymentId}/authorisation`, { signature })),
      'NOT_FOUND',
    )
    await authorise(paymentId, signature)
    await authorise(paymentId, signature)
    const paid = await becomes(paymentId, 'SUCCEEDED')
    // 2 for the task and 100 shots at 0.01.
    const cost = 3n * one
    t.match(paid, { captured: { amount: cost.toString(), asset: 'QVT/18' } })
    t.equal(before - (await balanceOf(wallet.address)), cost)
    t.equal((await balanceOf(chain.treasury.address)) - treasury, cost)
    t.equal(await balanceOf(chain.settings.contracts.payments), 0n, 'nothing is left in the escrow')
    const { job } = await until(async () => {
      const seen = await graphql<{ job: { status: string; billing: { state: string } } }>(
        'query ($id: ID!) { job(jobId: $id) { status } }',
        { id: jobId },
        ada.token,
      )
      return seen.job.status === 'COMPLETED' ? seen : undefined
    })
    t.equal(job.status, 'COMPLETED')

    const refunds = `/v1/jobs/${jobId}/refunds`
    await send(operator, 'POST', refunds, {
      amount: { amount: one.toString(), asset: 'QVT/18' },
      reason: 'late',
      to: 'CARD',
    })
    await until(async () =>
      before - (await balanceOf(wallet.address)) === cost - one ? true : undefined,
    )
    await until(async () =>
      JSON.stringify((await payment(paymentId))['refunds']).includes('SUCCEEDED')
        ? true
        : undefined,
    )
  },
)

t.test('what was never signed for costs nothing', async (t) => {
  const { jobId, paymentId } = await submitted(methodId, 10n * one)
  const sign = await toSign(paymentId)
  await send(ada, 'DELETE', `/v1/jobs/${jobId}`)
  await becomes(paymentId, 'CANCELLED')
  const late = authorise(paymentId, await signed(sign, wallet))
  t.equal(await refusal(late), 'ILLEGAL_PAYMENT_TRANSITION')
})

t.test('who has too little is told before the chain is asked', async (t) => {
  const poor = await chain.account(one)
  const { paymentId, jobId } = await submitted(await linked(ada, poor), 10n * one)
  const sign = await toSign(paymentId)
  t.equal(await refusal(authorise(paymentId, await signed(sign, poor))), 'INSUFFICIENT_FUNDS')
  await send(ada, 'DELETE', `/v1/jobs/${jobId}`)
  await becomes(paymentId, 'CANCELLED')
})

t.test(
  'what was signed for is spent before the escrow takes it: the job ends unpaid',
  async (t) => {
    const hasty = await chain.account(10n * one)
    const { paymentId, jobId } = await submitted(await linked(ada, hasty), 10n * one)
    const signature = await signed(await toSign(paymentId), hasty)
    await chain.ask('evm_setAutomine', [false])
    const spent = chain.send(hasty, 'QVT', 'transfer', [wallet.address, (5n * one).toString()])
    await authorise(paymentId, signature)
    await chain.mine(2)
    await chain.ask('evm_setAutomine', [true])
    await spent
    await becomes(paymentId, 'CANCELLED')
    // The job hears of it a step later.
    const status = await until(async () => {
      const { body } = await http.get(`/v1/jobs/${jobId}`, { token: ada.token })
      const ended = ['COMPLETED', 'FAILED', 'CANCELLED'].includes(String(body['status']))
      return ended ? body['status'] : undefined
    })
    t.equal(status, 'FAILED')
    t.equal(await balanceOf(hasty.address), 5n * one)
  },
)

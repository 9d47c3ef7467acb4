import { getAddress } from 'ethers'
import { isEnded } from '../../domain/billing/payments/payment-state.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import { readContract } from '../../platform/chain/contracts/call.ts'
import { addressOf, decodeLog, type DecodedLog } from '../../platform/chain/contracts/decode.ts'
import type { ChainLog } from '../../platform/chain/port.ts'
import type { TestChain } from '../servers/chain.ts'
import { bookedFor } from './booked.ts'
import type { Paid } from './payers.ts'
import type { World } from './world.ts'

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

/** All that the escrow says on the chain as it stands. */
const saidSince = async (
  { ask, settings }: TestChain,
  since: bigint,
): Promise<readonly DecodedLog[]> => {
  const address = addressOf(settings, 'PAYMENTS')
  const range = { fromBlock: `0x${since.toString(16)}`, toBlock: 'latest' }
  // The node's answer to its own method.
  const logs = (await ask('eth_getLogs', [{ address, ...range }])) as readonly ChainLog[]
  return logs.flatMap(
    (log) => decodeLog(settings, { ...log, address: getAddress(log.address) }) ?? [],
  )
}

/** Tokens that stand to an address now. */
export const heldBy = async ({ port }: TestChain, address: string): Promise<bigint> => {
  const found = await readContract(port, 'QVT', 'balanceOf', [address])
  if (found.kind !== 'found') throw new Error('the chain does not say what somebody holds')
  return BigInt(found.value[0] ?? 0)
}
/** What the chain says became of one payment. */
const onChain = (said: readonly DecodedLog[], { onChainId }: Paid) => {
  const own = said.filter((each) => each.arguments['paymentId'] === onChainId)
  const amounts = (event: string): readonly bigint[] =>
    own.filter((each) => each.event === event).map((each) => BigInt(each.arguments['amount'] ?? 0))
  return {
    authorised: amounts('PaymentAuthorized'),
    captured: amounts('PaymentCaptured'),
    refunded: amounts('PaymentRefunded'),
    givenBack: [...amounts('PaymentVoided'), ...amounts('PaymentReclaimed')].length,
  }
}

/** What is wrong with the payments after a scenario has come to rest. */
export const wrongPaymentsIn = async (
  chain: TestChain,
  payer: string,
  { vt, paid, early }: World,
  since: bigint,
  before: bigint,
): Promise<readonly string[]> => {
  const wrong: string[] = [...early]
  const said = await saidSince(chain, since)
  let spent = 0n
  for (const each of paid) {
    const { paymentId, most, ends } = each
    const say = (what: string): void => void wrong.push(`the payment of ${most} (${ends}) ${what}`)
    const { authorised, captured, refunded, givenBack } = onChain(said, each)
    const [taken, there] = [sum(captured), sum(authorised)]
    spent += taken - sum(refunded)
    if (authorised.length > 1) say(`was authorised ${authorised.length} times`)
    if (captured.length > 1) say(`was captured ${captured.length} times`)
    if (taken > there || there > most) say(`took ${taken} of ${there} authorised`)
    if (authorised.length !== captured.length + givenBack) say('is still in the escrow')
    const ours = await vt.stateOf(payment, paymentId)
    if (ours.kind === 'absent') {
      say('is not there')
      continue
    }
    if (!isEnded(ours) && Object.keys(ours.findings).length === 0)
      say(`is ${ours.standing}, and nothing says why`)
    if (ours.captured !== taken)
      say(`is ${ours.captured} captured to the hub, ${taken} on the chain`)
    const booked = bookedFor(vt.all, 'CardCaptureSettled', paymentId)
    const [settled, failed] = [sum(booked), sum(bookedFor(vt.all, 'CardCaptureFailed', paymentId))]
    if (settled !== taken) say(`is ${settled} in the ledger, ${taken} on the chain`)
    if (settled + failed !== (ours.captureRequested ?? 0n)) say('is neither taken nor owed')
    if (booked.length > 1) say(`was booked ${booked.length} times`)
    const refunds = Object.values(ours.refunds)
    const back = sum(refunds.map(({ status, amount }) => (status === 'SUCCEEDED' ? amount : 0n)))
    if (back !== sum(refunded)) say(`is ${back} refunded to the hub, ${sum(refunded)} on the chain`)
    if (refunds.some(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED'))
      say('has a refund without an end')
  }
  const now = await heldBy(chain, payer)
  if (before - now !== spent) wrong.push(`the payer has ${before - now} less, and paid ${spent}`)
  const left = await heldBy(chain, addressOf(chain.settings, 'PAYMENTS'))
  if (left !== 0n) wrong.push(`the escrow still holds ${left}`)
  return wrong
}

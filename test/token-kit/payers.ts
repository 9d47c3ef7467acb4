import { addressKeyOf } from '../../domain/tokens/addresses/address.ts'
import { paymentMethods } from '../../domain/billing/payments/methods.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import { isEnded, type ExistingPayment } from '../../domain/billing/payments/payment-state.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { money } from '../../domain/shared/money.ts'
import { tokenPayment } from '../../domain/tokens/payments/token-payment.ts'
import type { ExistingTokenPayment } from '../../domain/tokens/payments/token-payment-state.ts'
import { wantedCall } from '../../domain/tokens/payments/wanted-call.ts'
import { qvt } from '../../domain/tokens/values.ts'
import { termsOf } from '../../commands/tokens/payments/terms.ts'
import { readContract } from '../../platform/chain/contracts/call.ts'
import type { At } from '../../platform/chain/port.ts'
import { contractIdOf } from '../../platform/chain/contracts/deploy.ts'
import {
  authorisationToSign,
  readAuthorisation,
} from '../../platform/chain/payments/authorisation.ts'
import { idNamed } from '../kit/given-when-then/meta.ts'
import type { createVirtualTime } from '../kit/virtual-time.ts'
import type { TestChain } from '../servers/chain.ts'
import { bookedFor } from './booked.ts'
import type { Happening } from './happenings.ts'
import type { peopleOn } from './people.ts'

export type Pays = Extract<Happening, { readonly kind: 'pay' }>
export type Paid = Pays & {
  readonly paymentId: string
  readonly onChainId: string
  /** Also the hold's id. */
  readonly jobId: string
  /** Minor units: the most that it may cost. */
  readonly most: bigint
}

/** Whose jobs are paid by signature. */
export const payingOrganisation = idNamed('payer')
export const payingWallet = walletIdOf(payingOrganisation, qvt)
const ofWallet = { organisation: payingOrganisation, asset: qvt } as const
const methodId = idNamed('address that pays')
/** `None`, `Authorized`, … as the contract counts them. */
const authorised = '1'
const captured = '2'

export type PayersOptions = {
  readonly chain: TestChain
  readonly people: ReturnType<typeof peopleOn>
  readonly payer: Awaited<ReturnType<TestChain['account']>>
  readonly vt: ReturnType<typeof createVirtualTime>
}

/** Those who pay for jobs by signature, and the jobs: each does what its plan says as soon as it can. */
export const payersOn = ({ chain, people, payer, vt }: PayersOptions) => {
  const { settings, port } = chain
  const paid: Paid[] = []

  const link = async (): Promise<void> => {
    const reference = addressKeyOf(settings.chain, payer.address)
    await vt.command(paymentMethods, payingOrganisation, {
      type: 'SaveAddress',
      ...{ organisation: payingOrganisation, methodId, reference },
      ...{ chain: settings.chain, address: payer.address },
    })
  }

  const pay = async (plan: Pays): Promise<void> => {
    const jobId = idNamed(`job ${paid.length}`)
    const paymentId = idNamed(`payment of job ${paid.length}`)
    // No two are the same, so that each is known on the chain by what it moves.
    const most = BigInt(plan.tokens) * 10n ** 18n + BigInt(paid.length)
    paid.push({ ...plan, jobId, paymentId, onChainId: contractIdOf(paymentId), most })
    await must(payment, paymentId, {
      type: 'RequestPayment',
      ...{ paymentId, organisation: payingOrganisation, user: idNamed('payer of jobs') },
      purpose: { kind: 'JOB', jobId, walletId: payingWallet },
      ...{ amount: money(most, qvt), capture: 'MANUAL', methodId, offSession: false },
    })
  }

  /** A wish that nothing stands against: who says no to it is wrong. */
  const must: typeof vt.command = async (aggregate, id, wish) => {
    const changed = await vt.command(aggregate, id, wish)
    if (!('stream' in changed)) throw new Error(`no to a wish: ${JSON.stringify(changed)}`)
    return changed
  }

  const sign = async (state: ExistingTokenPayment): Promise<void> => {
    const terms = termsOf(state)
    const { domain, types, message } = authorisationToSign(settings, terms)
    const forms = Object.fromEntries(Object.entries(types).map(([name, of]) => [name, [...of]]))
    const signed = await payer.signTypedData(domain, forms, message)
    const signature = readAuthorisation(settings, terms, signed)
    if (signature === undefined) throw new Error('a signature is not its payer’s')
    const user = idNamed('payer of jobs')
    await vt.command(tokenPayment, state.onChainId, { type: 'SignTokenPayment', signature, user })
  }

  const giveUp = async ({ paymentId }: Paid): Promise<void> => {
    await must(payment, paymentId, { type: 'RequestCancellation', paymentId, reason: 'GIVEN_UP' })
  }

  const use = async (each: Paid): Promise<void> => {
    const { paymentId, jobId, most, part } = each
    const holdId = jobId
    const amount = (most * BigInt(part)) / 10n
    const held = await vt.command(wallet, payingWallet, {
      ...{ ...ofWallet, type: 'HoldFunds', holdId, jobId },
      ...{ amount: most, backing: { paymentId } },
    })
    // Who owes for an earlier one has no job carried out.
    if ('rejected' in held && held.rejected === 'WALLET_IN_DEBT') return giveUp(each)
    if (!('stream' in held)) throw new Error(`no hold: ${JSON.stringify(held)}`)
    await must(wallet, payingWallet, {
      ...{ ...ofWallet, type: 'CaptureHold', holdId, amount },
      ...{ providerOrganisation: idNamed('provider'), commissionBasisPoints: 1_000 },
    })
    await must(payment, paymentId, { type: 'RequestCapture', paymentId, amount })
  }

  const giveBack = async ({ paymentId, jobId }: Paid, taken: bigint): Promise<void> => {
    const amount = taken / 3n
    const reason = 'late'
    await must(wallet, payingWallet, {
      ...{ ...ofWallet, type: 'RefundCharge', holdId: jobId, amount, reason },
    })
    const refundId = idNamed(`refund of ${jobId}`)
    await must(payment, paymentId, { type: 'RequestRefund', paymentId, refundId, amount, reason })
  }

  const statesOf = async ({ paymentId, onChainId }: Paid) => ({
    ours: await vt.stateOf(payment, paymentId),
    escrow: await vt.stateOf(tokenPayment, onChainId),
  })

  const isWished = ({ captureRequested, cancellation }: ExistingPayment): boolean =>
    captureRequested !== undefined || cancellation !== undefined

  const actOn = async (each: Paid): Promise<void> => {
    const { ours, escrow } = await statesOf(each)
    const { ends, paymentId, jobId } = each
    const isOpen = escrow.kind === 'existing' && escrow.stage === 'OPEN'
    if (isOpen && ends !== 'UNSIGNED') await sign(escrow)
    if (ours.kind === 'absent' || ends === 'UNSIGNED' || ends === 'FORGOTTEN') return
    if (ours.standing === 'REQUIRES_CAPTURE' && !isWished(ours)) {
      if (ends === 'VOIDED') await giveUp(each)
      else await use(each)
    }
    if (ends !== 'REFUNDED' || ours.standing !== 'SUCCEEDED') return
    const isSettled = bookedFor(vt.all, 'CardCaptureSettled', paymentId).length > 0
    if (isSettled && !Object.hasOwn(ours.refunds, idNamed(`refund of ${jobId}`)))
      await giveBack(each, ours.captured)
  }

  const headTime = async (): Promise<bigint> => {
    const heads = await port.heads()
    if (heads.kind !== 'found') throw new Error('the chain itself does not answer')
    return BigInt(Math.floor(Date.parse(heads.value.latest.at) / 1_000))
  }

  /** Of these the escrow holds tokens, until when. */
  const held = async (): Promise<readonly (Paid & { readonly until: bigint })[]> => {
    const all = await Promise.all(
      paid.map(async (each) => {
        const found = await readContract(port, 'PAYMENTS', 'payments', [each.onChainId])
        const [, until = '0', state] = found.kind === 'found' ? found.value : []
        return state === authorised ? [{ ...each, until: BigInt(until) }] : []
      }),
    )
    return all.flat()
  }
  const hasEnded = async (each: Paid): Promise<boolean> => {
    const { ours } = await statesOf(each)
    return ours.kind === 'existing' && isEnded(ours)
  }
  const early: string[] = []
  const isSure = new Set<string>()
  /** Nothing counts as taken before the escrow says so in a block that is final. */
  const confirm = async (finalised: At): Promise<void> => {
    for (const each of paid) {
      const { onChainId, most } = each
      const { ours } = await statesOf(each)
      if (ours.kind === 'absent' || ours.standing !== 'SUCCEEDED' || isSure.has(onChainId)) continue
      const asked = await readContract(port, 'PAYMENTS', 'payments', [onChainId], finalised)
      const state = asked.kind === 'found' ? asked.value[2] : asked.kind
      if (state !== captured)
        early.push(`the payment of ${most} was taken to the hub before it was final`)
      isSure.add(onChainId)
    }
  }
  return {
    paid,
    early,
    confirm,
    link,
    pay,
    held,
    act: async (): Promise<void> => {
      for (const each of paid) await actOn(each)
    },
    /** Whoever wanted the newest job does not any more. */
    giveUp: async (): Promise<void> => {
      for (const each of paid.toReversed()) {
        const { ours } = await statesOf(each)
        if (ours.kind === 'absent' || isEnded(ours) || isWished(ours)) continue
        await giveUp(each)
        return
      }
    },
    /** The payer takes back what the hub has not taken in time. */
    reclaim: async (): Promise<void> => {
      const now = await headTime()
      for (const { onChainId, until } of await held())
        if (until <= now) await people.call(payer, 'PAYMENTS', 'reclaim', [onChainId])
    },
    /** Nothing is to be asked of the escrow any more. */
    isAtRest: async (): Promise<boolean> => {
      for (const each of paid) {
        const { escrow } = await statesOf(each)
        if (wantedCall(escrow) !== undefined) return false
      }
      return true
    },
    areAllOver: async (): Promise<boolean> => {
      if ((await held()).length > 0) return false
      for (const each of paid) if (!(await hasEnded(each))) return false
      return true
    },
  }
}

import { splitShares } from '../../domain/billing/wallet/capture.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import type { Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { money } from '../../domain/shared/money.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { JobEffect } from '../../sagas/jobs/effects.ts'
import { stepsOf } from '../history/states.ts'
import type { Rerun } from './rerun.ts'

/** The wallet as it was when a hold was asked for: before the hold that was recorded, or up to a position. */
const walletBefore = async (
  eventStore: Pick<EventStore, 'read'>,
  walletId: string,
  holdId: string,
  upTo: bigint,
): Promise<Wallet> => {
  let state: unknown = wallet.initial
  for await (const step of stepsOf(eventStore, wallet, streamOf(wallet, walletId))) {
    const { type, data, position } = step.event
    const isTheHold =
      type === 'FundsHeld' && (data as { readonly holdId: string }).holdId === holdId
    if (isTheHold || position > upTo) break
    state = step.after
  }
  // It came out of the wallet's own stream.
  return state as Wallet
}

type Holding = Extract<JobEffect, { readonly kind: 'holdFunds' }>
type Capture = Extract<JobEffect, { readonly kind: 'captureHold' }>

/**
 * What a wallet would have said to an execution that asks for something else: decided purely, on the wallet of then, as
 * if all else had gone as it did. Of providers and of anything beyond the hub nothing is known.
 */
export const jobAnswers = (
  eventStore: Pick<EventStore, 'read'>,
  stream: readonly RecordedEvent[],
): Rerun['answer'] => {
  const heard = stream.find(
    ({ type, data }) =>
      (type === 'SagaEffectSucceeded' || type === 'SagaEffectRefused') &&
      (data as { readonly kind: string }).kind === 'holdFunds',
  )
  const asked = heard ?? stream[0]
  const askedAt = stream[0]?.metadata.occurredAt ?? ''
  return async ({ kind, effect, commandId }) => {
    switch (kind) {
      case 'holdFunds': {
        // By its kind.
        const { jobId, organisation, amount, kind: _, ...spending } = effect as Holding
        const walletId = walletIdOf(organisation, amount.asset)
        const state = await walletBefore(eventStore, walletId, jobId, asked?.position ?? 0n)
        const command = {
          ...({
            type: 'HoldFunds',
            organisation,
            asset: amount.asset,
            holdId: jobId,
            jobId,
          } as const),
          amount: BigInt(amount.amount),
          ...spending,
        }
        const decision = wallet.decide(command, state, {
          actor: { kind: 'system', id: 'what if' },
          now: askedAt,
          commandId,
          id: (name) => derivedId(commandId, name),
          eventId: (index) => derivedId(commandId, index.toString()),
        })
        const because = 'decided on the wallet as it was'
        return isRejection(decision)
          ? { type: 'refused', code: decision.rejected, detail: decision.detail, because }
          : { type: 'succeeded', result: null, because }
      }
      case 'captureHold': {
        const { amount, fee, commissionBasisPoints } = effect as Capture
        const of = (value: bigint) => money(value, amount.asset)
        const device = BigInt(amount.amount)
        const ofApp = fee === undefined ? undefined : { ...fee, amount: BigInt(fee.amount.amount) }
        const { providerShare, sellerShare, commission } = splitShares(
          device,
          commissionBasisPoints,
          ofApp,
        )
        return {
          type: 'succeeded',
          result: {
            charged: of(device + (ofApp?.amount ?? 0n)),
            providerShare: of(providerShare),
            commission: of(commission),
            ...(ofApp === undefined ? {} : { sellerShare: of(sellerShare) }),
          },
          because: 'divided as captures are',
        }
      }
      // Our own aggregates take these from any execution that comes so far.
      case 'failJob':
      case 'confirmCancellation':
      case 'releaseHold':
      case 'releaseSlot':
      case 'voidHold':
      case 'settleCharge':
      case 'releaseCharge':
        return { type: 'succeeded', result: null, because: 'nothing stands against it' }
      default:
        return undefined
    }
  }
}

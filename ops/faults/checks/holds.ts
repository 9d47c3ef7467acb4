import { wallet, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import type { Check } from './check.ts'
import { dataOf, stateOf, streamsOf } from './streams.ts'

type OfHold = { readonly purpose: string; readonly subjectId: string }

const forJob = <Each extends OfHold>(each: Each): readonly (Each & { readonly jobId: string })[] =>
  each.purpose === 'JOB' ? [{ ...each, jobId: each.subjectId }] : []

/** Money is held once a job and resolved once, never above what was held; nothing stays reserved. */
export const holds: Check = ({ log }) =>
  [...streamsOf(log, wallet.category)].flatMap(([walletId, events]) => {
    const held = dataOf<WalletEvent, 'FundsHeld'>(events, 'FundsHeld').flatMap(forJob)
    const captured = dataOf<WalletEvent, 'HoldCaptured'>(events, 'HoldCaptured')
    const released = dataOf<WalletEvent, 'HoldReleased'>(events, 'HoldReleased').flatMap(forJob)
    const jobs = new Set([...held, ...captured, ...released].map(({ jobId }) => jobId))
    const perJob = [...jobs].flatMap((jobId) => {
      const of = <Each extends { readonly jobId: string }>(all: readonly Each[]) =>
        all.filter((each) => each.jobId === jobId)
      const [hold] = of(held)
      const [capture] = of(captured)
      const resolutions = of(captured).length + of(released).length
      const excess =
        hold !== undefined &&
        capture !== undefined &&
        BigInt(capture.amount) + BigInt(capture.released) !== BigInt(hold.amount)
      return [
        ...(of(held).length === 1 ? [] : [`job ${jobId} was held for ${of(held).length} times`]),
        ...(of(captured).length > 1 ? [`job ${jobId} was charged twice`] : []),
        ...(resolutions === 1
          ? []
          : [`the hold of job ${jobId} was resolved ${resolutions} times`]),
        ...(excess ? [`job ${jobId}: capture and rest are not what was held`] : []),
      ]
    })
    const { held: left, available } = stateOf(wallet, events)
    return [
      ...perJob,
      ...(left === 0n ? [] : [`wallet ${walletId} still holds ${left.toString()}`]),
      ...(available >= 0n ? [] : [`wallet ${walletId} is overdrawn`]),
    ]
  })

import { z } from 'zod'
import type { MemberRole } from '../../../domain/accounts/member-role.ts'
import {
  memberRoleOf,
  organisation as organisationAggregate,
} from '../../../domain/accounts/organisation.ts'
import { wallet, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import type { Wallet } from '../../../domain/billing/wallet/wallet-state.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound, type ChangeResult } from '../../shared/change.ts'
import { allows } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** An organisation's id and an asset's code: `walletIdOf`. */
export const WalletId = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[A-Z][A-Z0-9]{2,9}$/)
  .max(60)

const uuidLength = 36

type OwnWallet = { readonly organisation: string; readonly asset: string; readonly state: Wallet }

/** A wallet that has been opened, of an organisation that the caller acts for. */
export const ownWallet = async (
  { load, context }: CommandTools,
  walletId: string,
): Promise<OwnWallet | Rejection> => {
  const organisation = walletId.slice(0, uuidLength)
  if (!actsFor(context, organisation)) return notFound('wallet')
  const { state } = await load(wallet, walletId)
  const { asset } = state
  return asset === undefined ? notFound('wallet') : { organisation, asset, state }
}

const treasurers: readonly MemberRole[] = ['OWNER', 'ADMIN', 'BILLING']

/** Who decides how an organisation's money is spent: these of its members, in person, and operators. */
export const refusedTreasurer = async (
  { load, context }: CommandTools,
  organisation: string,
): Promise<Rejection | undefined> => {
  if (allows(context, 'organisations:any')) return undefined
  const { state } = await load(organisationAggregate, organisation)
  const role = context.actor.kind === 'user' ? memberRoleOf(state, context.actor.id) : undefined
  return role !== undefined && treasurers.includes(role)
    ? undefined
    : reject(
        'FORBIDDEN',
        'Owners, admins and who does the billing of the organisation decide this.',
      )
}

type Bare<Each = WalletCommand> = Each extends WalletCommand
  ? Omit<Each, 'organisation' | 'asset'>
  : never

/** One change of a wallet that those who decide on its money may make. */
export const changeAsTreasurer = async (
  tools: CommandTools,
  walletId: string,
  wish: (own: OwnWallet) => Bare | Rejection | Promise<Bare | Rejection>,
): Promise<ChangeResult<Wallet> | Rejection | Failure> => {
  const before = await tools.answered(wallet, walletId)
  if (before !== undefined) return before
  const own = await ownWallet(tools, walletId)
  if (isRejection(own)) return own
  const { organisation, asset } = own
  const refused = await refusedTreasurer(tools, organisation)
  if (refused !== undefined) return refused
  const wished = await wish(own)
  // Whose it is and what it counts in make each of them whole.
  return isRejection(wished)
    ? wished
    : tools.change(wallet, walletId, { ...wished, organisation, asset })
}
